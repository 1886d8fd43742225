namespace DealInsights.Domain.Deals;

/// <summary>Refers to a deal by its name, as v2 does, or by its id, as v3 does.</summary>
public sealed record DealReference
{
    private DealReference(string? name, string? id)
    {
        Name = name;
        Id = id;
    }

    /// <summary>The deal's name; <see langword="null"/> for a reference by id, or when the caller sent no name.</summary>
    public string? Name { get; }

    /// <summary>The deal's id, see <see cref="Deal.Id"/>; <see langword="null"/> for a reference by name.</summary>
    public string? Id { get; }

    /// <summary>Refers to the deal with exactly this name, which may be missing or invalid until it is validated.</summary>
    public static DealReference ByName(string? name) => new(name, null);

    /// <summary>Refers to the deal with this id. Text that is no id refers to no deal.</summary>
    public static DealReference ById(string id) => new(null, id);
}
