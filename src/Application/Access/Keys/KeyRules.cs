using FluentValidation;

namespace DealInsights.Application.Access.Keys;

/// <summary>The rules for names and lifetimes of keys.</summary>
public static class KeyRules
{
    public const int MaxNameLength = 64;

    public const int MaxDays = 3_650;

    public const int DefaultDays = 365;

    // It goes into logs, lists and partitions as it is.
    internal static void IsKeyName<T>(this IRuleBuilder<T, string> name) => name
        .NotEmpty()
        .MaximumLength(MaxNameLength)
        .Matches(@"\A[A-Za-z0-9._-]+\z")
        .WithMessage($"A key's name has 1 to {MaxNameLength} letters of A to Z, digits, and . _ -");
}
