using DealInsights.LoadTest.Load;

namespace DealInsights.LoadTest.CommandLine;

/// <summary>What to load, how, and where to write the results; the defaults are those of the command line.</summary>
internal sealed record LoadTestOptions
{
    /// <summary>The service; a path in it is put before the contract's paths.</summary>
    public Uri BaseAddress { get; init; } = new("http://localhost:8000");

    /// <summary>Deals named on the command line; empty: read them from a file.</summary>
    public IReadOnlyList<string> Deals { get; init; } = [];

    /// <summary>A mongoexport file of <c>deal_info</c>; null: the sample deals.</summary>
    public string? DealsFile { get; init; }

    public bool RunsBursts { get; init; } = true;

    public bool RunsSustained { get; init; } = true;

    public bool RunsSoak { get; init; }

    public bool RunsCrowded { get; init; }

    public bool RunsStreams { get; init; }

    /// <summary>How often each burst is repeated.</summary>
    public int Repeats { get; init; } = 5;

    /// <summary>How many connections are kept busy, except by bursts.</summary>
    public int Connections { get; init; } = 50;

    /// <summary>How long one round takes.</summary>
    public TimeSpan Duration { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long each server is loaded, unmeasured, before its first round; zero leaves it out.</summary>
    public TimeSpan WarmUp { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>How many rounds of each series; they take turns.</summary>
    public int Rounds { get; init; } = 3;

    /// <summary>How long a burst, or what a sustained round left unanswered, may take before it has failed.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Endpoints named on the command line; empty: each scenario has its own.</summary>
    public IReadOnlyList<ContractEndpoint> Endpoints { get; init; } = [];

    /// <summary>
    /// What the sustained run loads: <c>deal-info</c> alone unless asked, because a sustained run of the endpoints
    /// that ask a language model may cost money.
    /// </summary>
    public IReadOnlyList<ContractEndpoint> SustainedEndpoints =>
        Endpoints.Count > 0 ? Endpoints : [ContractEndpoint.DealInfo];

    /// <summary>What the soak asks of every deal: unless told otherwise what the service keeps of each.</summary>
    public IReadOnlyList<ContractEndpoint> SoakEndpoints =>
        Endpoints.Count > 0 ? Endpoints : [ContractEndpoint.Overview];

    /// <summary>How long a soak asks, the deals round and round; null: every deal once.</summary>
    public TimeSpan? SoakFor { get; init; }

    /// <summary>How often the service's process is looked at during a soak.</summary>
    public TimeSpan SampleInterval { get; init; } = TimeSpan.FromSeconds(0.5);

    /// <summary>How long the process is watched on after a soak; zero leaves it out.</summary>
    public TimeSpan Settle { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>A mongoexport file of <c>deal_info</c> with deals not asked before; null unless crowded or streams.</summary>
    public string? FreshDealsFile { get; init; }

    /// <summary>How many requests for the model make the crowd.</summary>
    public int ModelCalls { get; init; } = 100;

    /// <summary>How many streams of the service are measured, and as many of the model.</summary>
    public int Streams { get; init; } = 30;

    /// <summary>The OpenAI-compatible base address of the model that the service asks; null unless streams.</summary>
    public Uri? ModelAddress { get; init; }

    /// <summary>Whether sustained endpoints that have a target for it are compared with the bare server.</summary>
    public bool ComparesBaseline { get; init; } = true;

    /// <summary>With which credentials sustained endpoints are asked too, in turns with the same unchecked.</summary>
    public IReadOnlyList<Credentials> ComparedCredentials { get; init; } = [];

    /// <summary>The same service without logs and metrics, asked in turns with it; null: leave that out.</summary>
    public Uri? UnobservedAddress { get; init; }

    /// <summary>The process that is looked at; null: the one that listens on the base port.</summary>
    public int? ServerProcessId { get; init; }

    public string ReportPath { get; init; } = "artifacts/load-report.html";

    /// <summary>Where the results go for programs to read; null: nowhere.</summary>
    public string? JsonPath { get; init; }

    /// <summary>Whether an address that is not this machine's own is accepted.</summary>
    public bool AllowsRemote { get; init; }

    /// <summary>Whether failed requests leave the exit code at 0.</summary>
    public bool AllowsErrors { get; init; }

    /// <summary>Whether a missed target makes the exit code 1.</summary>
    public bool IsStrict { get; init; }

    public bool ShowsHelp { get; init; }
}
