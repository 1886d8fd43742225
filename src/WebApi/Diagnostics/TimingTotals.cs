using DealInsights.Application.Diagnostics;

namespace DealInsights.WebApi.Diagnostics;

/// <summary>What happened to one query in a stretch of time. Not safe for concurrent use.</summary>
internal sealed class QueryTotals(int sources)
{
    public DurationHistogram Duration { get; } = new();

    public long[] Outcomes { get; } = new long[Enum.GetValues<QueryOutcome>().Length];

    public long[] Sources { get; } = new long[sources];

    public TimeSpan Database { get; set; }

    public TimeSpan Model { get; set; }

    public void Add(QueryTotals other)
    {
        Duration.Add(other.Duration);
        TimingTotals.Add(Outcomes, other.Outcomes);
        TimingTotals.Add(Sources, other.Sources);
        Database += other.Database;
        Model += other.Model;
    }

    public void Clear()
    {
        Duration.Clear();
        Array.Clear(Outcomes);
        Array.Clear(Sources);
        Database = Model = TimeSpan.Zero;
    }
}

/// <summary>What happened in a stretch of time: ten seconds of it, or what several of them add up to. Not safe for concurrent use.</summary>
/// <param name="queries">How many queries there can be.</param>
/// <param name="sources">How many sources of insights there can be.</param>
internal sealed class TimingTotals(int queries, int sources)
{
    private readonly QueryTotals?[] _queries = new QueryTotals?[queries];

    /// <summary>The totals of each query by its number; <see langword="null"/> for those that never were.</summary>
    public IReadOnlyList<QueryTotals?> Queries => _queries;

    /// <summary>All requests that asked a query.</summary>
    public DurationHistogram All { get; } = new();

    /// <summary>What of their time they waited for the database, for those that did.</summary>
    public DurationHistogram Database { get; } = new();

    /// <summary>What of their time they waited for the language model, for those that did.</summary>
    public DurationHistogram Model { get; } = new();

    /// <summary>What of their time they waited for neither.</summary>
    public DurationHistogram Own { get; } = new();

    /// <summary>All requests, those without a query too.</summary>
    public long[] Endings { get; } = new long[Enum.GetValues<Ending>().Length];

    /// <summary>The most requests in progress at once.</summary>
    public int InProgressPeak { get; set; }

    /// <summary>The most calls to the database in flight at once.</summary>
    public int DatabasePeak { get; set; }

    /// <summary>The most calls to the language model in flight at once.</summary>
    public int ModelPeak { get; set; }

    /// <summary>The most work that was seen waiting for a thread.</summary>
    public long WorkQueuePeak { get; set; }

    public QueryTotals Query(int index) => _queries[index] ??= new QueryTotals(sources);

    public void Add(TimingTotals other)
    {
        for (var index = 0; index < _queries.Length; index++)
        {
            if (other._queries[index] is { Duration.Count: > 0 } query)
            {
                Query(index).Add(query);
            }
        }

        All.Add(other.All);
        Database.Add(other.Database);
        Model.Add(other.Model);
        Own.Add(other.Own);
        Add(Endings, other.Endings);
        InProgressPeak = Math.Max(InProgressPeak, other.InProgressPeak);
        DatabasePeak = Math.Max(DatabasePeak, other.DatabasePeak);
        ModelPeak = Math.Max(ModelPeak, other.ModelPeak);
        WorkQueuePeak = Math.Max(WorkQueuePeak, other.WorkQueuePeak);
    }

    public void Clear()
    {
        foreach (var query in _queries)
        {
            query?.Clear();
        }

        All.Clear();
        Database.Clear();
        Model.Clear();
        Own.Clear();
        Array.Clear(Endings);
        InProgressPeak = DatabasePeak = ModelPeak = 0;
        WorkQueuePeak = 0;
    }

    internal static void Add(long[] sums, long[] others)
    {
        for (var index = 0; index < sums.Length; index++)
        {
            sums[index] += others[index];
        }
    }
}
