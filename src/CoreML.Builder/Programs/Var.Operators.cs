namespace CoreML.Builder;

public readonly partial struct Var
{
    /// <summary>The sum, element by element: <see cref="Add"/>.</summary>
    /// <param name="left">The left operand.</param>
    /// <param name="right">The right operand, of a shape that fits.</param>
    public static Var operator +(Var left, Operand right) => left.Add(right);

    /// <summary>The difference, element by element: <see cref="Sub"/>.</summary>
    /// <param name="left">The left operand.</param>
    /// <param name="right">The right operand, of a shape that fits.</param>
    public static Var operator -(Var left, Operand right) => left.Sub(right);

    /// <summary>The product, element by element: <see cref="Mul"/>.</summary>
    /// <param name="left">The left operand.</param>
    /// <param name="right">The right operand, of a shape that fits.</param>
    public static Var operator *(Var left, Operand right) => left.Mul(right);

    /// <summary>The quotient, element by element: <see cref="RealDiv"/>.</summary>
    /// <param name="left">The left operand.</param>
    /// <param name="right">The right operand, of a shape that fits.</param>
    public static Var operator /(Var left, Operand right) => left.RealDiv(right);

    /// <summary>The remainder, element by element: <see cref="Mod"/>.</summary>
    /// <param name="left">The left operand.</param>
    /// <param name="right">The right operand, of a shape that fits.</param>
    public static Var operator %(Var left, Operand right) => left.Mod(right);

    /// <summary>The elements that are less, element by element: <see cref="Less"/>.</summary>
    /// <param name="left">The left operand.</param>
    /// <param name="right">The right operand, of a shape that fits.</param>
    public static Var operator <(Var left, Operand right) => left.Less(right);

    /// <summary>The elements that are greater, element by element: <see cref="Greater"/>.</summary>
    /// <param name="left">The left operand.</param>
    /// <param name="right">The right operand, of a shape that fits.</param>
    public static Var operator >(Var left, Operand right) => left.Greater(right);

    /// <summary>The elements that are less or equal, element by element: <see cref="LessEqual"/>.</summary>
    /// <param name="left">The left operand.</param>
    /// <param name="right">The right operand, of a shape that fits.</param>
    public static Var operator <=(Var left, Operand right) => left.LessEqual(right);

    /// <summary>The elements that are greater or equal, element by element: <see cref="GreaterEqual"/>.</summary>
    /// <param name="left">The left operand.</param>
    /// <param name="right">The right operand, of a shape that fits.</param>
    public static Var operator >=(Var left, Operand right) => left.GreaterEqual(right);

    /// <summary>The elements that are true in both, element by element: <see cref="LogicalAnd"/>.</summary>
    /// <param name="left">The left operand.</param>
    /// <param name="right">The right operand, of a shape that fits.</param>
    public static Var operator &(Var left, Operand right) => left.LogicalAnd(right);

    /// <summary>The elements that are true in one, element by element: <see cref="LogicalOr"/>.</summary>
    /// <param name="left">The left operand.</param>
    /// <param name="right">The right operand, of a shape that fits.</param>
    public static Var operator |(Var left, Operand right) => left.LogicalOr(right);

    /// <summary>The elements that are true in just one, element by element: <see cref="LogicalXor"/>.</summary>
    /// <param name="left">The left operand.</param>
    /// <param name="right">The right operand, of a shape that fits.</param>
    public static Var operator ^(Var left, Operand right) => left.LogicalXor(right);

    /// <summary>The sum of a number and each element: <see cref="Add"/>.</summary>
    /// <param name="left">The number, which takes the type of <paramref name="right"/>.</param>
    /// <param name="right">The right operand.</param>
    public static Var operator +(double left, Var right) => right.Builder.EmitOne("add", null, [left, right]);

    /// <summary>The difference of a number and each element: <see cref="Sub"/>.</summary>
    /// <param name="left">The number, which takes the type of <paramref name="right"/>.</param>
    /// <param name="right">The right operand.</param>
    public static Var operator -(double left, Var right) => right.Builder.EmitOne("sub", null, [left, right]);

    /// <summary>The product of a number and each element: <see cref="Mul"/>.</summary>
    /// <param name="left">The number, which takes the type of <paramref name="right"/>.</param>
    /// <param name="right">The right operand.</param>
    public static Var operator *(double left, Var right) => right.Builder.EmitOne("mul", null, [left, right]);

    /// <summary>The quotient of a number and each element: <see cref="RealDiv"/>.</summary>
    /// <param name="left">The number, which takes the type of <paramref name="right"/>.</param>
    /// <param name="right">The right operand.</param>
    public static Var operator /(double left, Var right) => right.Builder.EmitOne("real_div", null, [left, right]);

    /// <summary>Each element with the opposite sign: a product with −1.</summary>
    /// <param name="value">The operand.</param>
    public static Var operator -(Var value) => value.Mul(-1);

    /// <summary>The opposite truth values: <see cref="LogicalNot"/>.</summary>
    /// <param name="value">The operand.</param>
    public static Var operator !(Var value) => value.LogicalNot();
}
