namespace DealInsights.Application.Access;

/// <summary>The roles of callers. Stored and sent by name, so the names never change.</summary>
public enum Role
{
    /// <summary>Reads what is known about deals.</summary>
    Reader,

    /// <summary>Looks after the service: diagnostics and metrics. Sees no deal.</summary>
    Operator,

    /// <summary>May do everything.</summary>
    Admin,
}

/// <summary>The names of roles, as keys and tokens carry them.</summary>
public static class RoleNames
{
    public const string Reader = "reader";

    public const string Operator = "operator";

    public const string Admin = "admin";

    /// <summary>All of them, from the least to the most.</summary>
    public static readonly IReadOnlyList<string> All = [Reader, Operator, Admin];

    public static string NameOf(Role role) => role switch
    {
        Role.Reader => Reader,
        Role.Operator => Operator,
        Role.Admin => Admin,
        _ => throw new ArgumentOutOfRangeException(nameof(role), role, "No such role."),
    };

    /// <summary>The role of that name, letter case included; <see langword="null"/> when there is none.</summary>
    public static Role? Find(string? name) => name switch
    {
        Reader => Role.Reader,
        Operator => Role.Operator,
        Admin => Role.Admin,
        _ => null,
    };
}
