using BenchmarkDotNet.Running;

// All kernels: dotnet run -c Release --project benchmarks/Kernels -- --filter '*'
BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
