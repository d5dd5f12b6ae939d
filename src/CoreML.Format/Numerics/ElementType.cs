namespace CoreML.Format;

/// <summary>
/// The type of one element of a tensor, by the names of the specification's <c>MILSpec.DataType</c>.
/// </summary>
public enum ElementType
{
    /// <summary>Truth value.</summary>
    Bool,

    /// <summary>Text.</summary>
    String,

    /// <summary>IEEE 754 half precision, 16 bits.</summary>
    Float16,

    /// <summary>IEEE 754 single precision, 32 bits.</summary>
    Float32,

    /// <summary>IEEE 754 double precision, 64 bits.</summary>
    Float64,

    /// <summary>The upper 16 bits of single precision.</summary>
    BFloat16,

    /// <summary>8 bits: sign, 4 exponent bits (bias 7), 3 fraction bits; no infinities, largest value 448.</summary>
    Float8E4M3FN,

    /// <summary>8 bits: sign, 5 exponent bits (bias 15), 2 fraction bits; the upper byte of half precision.</summary>
    Float8E5M2,

    /// <summary>Signed integer of 4 bits, −8 to 7.</summary>
    Int4,

    /// <summary>Signed integer of 8 bits.</summary>
    Int8,

    /// <summary>Signed integer of 16 bits.</summary>
    Int16,

    /// <summary>Signed integer of 32 bits.</summary>
    Int32,

    /// <summary>Signed integer of 64 bits.</summary>
    Int64,

    /// <summary>Unsigned integer of 1 bit.</summary>
    UInt1,

    /// <summary>Unsigned integer of 2 bits.</summary>
    UInt2,

    /// <summary>Unsigned integer of 3 bits; crosses byte borders when packed.</summary>
    UInt3,

    /// <summary>Unsigned integer of 4 bits.</summary>
    UInt4,

    /// <summary>Unsigned integer of 6 bits; crosses byte borders when packed.</summary>
    UInt6,

    /// <summary>Unsigned integer of 8 bits.</summary>
    UInt8,

    /// <summary>Unsigned integer of 16 bits.</summary>
    UInt16,

    /// <summary>Unsigned integer of 32 bits.</summary>
    UInt32,

    /// <summary>Unsigned integer of 64 bits.</summary>
    UInt64,
}
