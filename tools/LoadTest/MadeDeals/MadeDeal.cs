namespace DealInsights.LoadTest.MadeDeals;

/// <summary>An invented deal with the meetings held about it, in order of their days.</summary>
internal sealed record MadeDeal
{
    public required int Number { get; init; }

    public required string Name { get; init; }

    public required string Company { get; init; }

    public required string Stage { get; init; }

    public required string Owner { get; init; }

    /// <summary>As the CRM writes it: <c>$12,345.00</c>.</summary>
    public required string Amount { get; init; }

    public required DateTime Created { get; init; }

    public required DateTime LastUpdated { get; init; }

    public required IReadOnlyList<MadeMeeting> Meetings { get; init; }
}

/// <summary>An invented meeting; no two of a deal are on one day.</summary>
internal sealed record MadeMeeting
{
    public required DateOnly Date { get; init; }

    public required string Title { get; init; }

    public required string Intent { get; init; }

    /// <summary>Whether the first buyer is a champion.</summary>
    public required bool HasChampion { get; init; }

    public required IReadOnlyList<string> Topics { get; init; }

    public required string Transcript { get; init; }

    public required IReadOnlyList<MadeAttendee> Buyers { get; init; }
}

/// <summary>Somebody of the buying company.</summary>
internal sealed record MadeAttendee(string Name, string Email, string Title);
