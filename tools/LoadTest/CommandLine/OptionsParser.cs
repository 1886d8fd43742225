using DealInsights.LoadTest.Load;

namespace DealInsights.LoadTest.CommandLine;

/// <summary>Reads <c>--name value</c>, <c>--name=value</c> and flags.</summary>
internal static class OptionsParser
{
    private static readonly Dictionary<string, Func<LoadTestOptions, LoadTestOptions>> Flags = new()
    {
        ["--baseline"] = options => options with { ComparesBaseline = true },
        ["--no-baseline"] = options => options with { ComparesBaseline = false },
        ["--allow-remote"] = options => options with { AllowsRemote = true },
        ["--allow-errors"] = options => options with { AllowsErrors = true },
        ["--strict"] = options => options with { IsStrict = true },
        ["--help"] = options => options with { ShowsHelp = true },
        ["-h"] = options => options with { ShowsHelp = true },
    };

    private static readonly Dictionary<string, Func<LoadTestOptions, OptionArgument, LoadTestOptions>> Settings = new()
    {
        ["--base"] = (options, value) => options with { BaseAddress = value.Address() },
        ["--deals"] = (options, value) => options with { Deals = [.. options.Deals, .. value.List()] },
        ["--deals-file"] = (options, value) => options with { DealsFile = value.Text },
        ["--scenarios"] = WithScenarios,
        ["--endpoints"] = (options, value) =>
            options with { Endpoints = [.. value.List().Select(Endpoint).Distinct()] },
        ["--repeats"] = (options, value) => options with { Repeats = value.Number(1, 1000) },
        ["--connections"] = (options, value) => options with { Connections = value.Number(1, 10_000) },
        ["--duration"] = (options, value) => options with { Duration = value.Seconds(0.5, 3600) },
        ["--warm-up"] = (options, value) => options with { WarmUp = value.Seconds(0, 600) },
        ["--rounds"] = (options, value) => options with { Rounds = value.Number(1, 100) },
        ["--timeout"] = (options, value) => options with { Timeout = value.Seconds(0.1, 3600) },
        ["--soak-for"] = (options, value) => options with { SoakFor = value.Seconds(1, 86_400) },
        ["--sample-every"] = (options, value) => options with { SampleInterval = value.Seconds(0.05, 60) },
        ["--settle"] = (options, value) => options with { Settle = value.Seconds(0, 3600) },
        ["--fresh-deals-file"] = (options, value) => options with { FreshDealsFile = value.Text },
        ["--model-calls"] = (options, value) => options with { ModelCalls = value.Number(1, 10_000) },
        ["--compare-key"] = (options, value) =>
            options with { ComparedCredentials = [.. options.ComparedCredentials, new ApiKeyCredentials(value.Text)] },
        ["--compare-hubspot"] = (options, value) => options with
        {
            ComparedCredentials = [.. options.ComparedCredentials, HubSpot(value.List())],
        },
        ["--compare-unobserved"] = (options, value) => options with { UnobservedAddress = value.Address() },
        ["--streams"] = (options, value) => options with { Streams = value.Number(1, 10_000) },
        ["--model"] = (options, value) => options with { ModelAddress = value.Address() },
        ["--server-pid"] = (options, value) => options with { ServerProcessId = value.Number(1, int.MaxValue) },
        ["--report"] = (options, value) => options with { ReportPath = value.Text },
        ["--json"] = (options, value) => options with { JsonPath = value.Text },
    };

    /// <exception cref="UsageException">An option is unknown, lacks its value, or has an unusable one.</exception>
    public static LoadTestOptions Parse(IReadOnlyList<string> arguments)
    {
        var options = new LoadTestOptions();
        for (var position = 0; position < arguments.Count; position++)
        {
            var (name, value) = OptionArgument.Split(arguments[position]);
            if (value is null && Flags.TryGetValue(name, out var flag))
            {
                options = flag(options);
            }
            else if (Settings.TryGetValue(name, out var setting))
            {
                value ??= ++position < arguments.Count ? arguments[position] : null;
                options = setting(options, new OptionArgument(name, value));
            }
            else
            {
                throw new UsageException($"There is no option '{arguments[position]}'.");
            }
        }

        return options.ShowsHelp ? options : Checked(options);
    }

    private static LoadTestOptions Checked(LoadTestOptions options)
    {
        if (!options.BaseAddress.IsLoopback && !options.AllowsRemote)
        {
            throw new UsageException(
                $"--base {options.BaseAddress} is not on this machine. A load test must not hit someone else's "
                + "server by mistake; if it is yours to load, add --allow-remote.");
        }

        if (options is { UnobservedAddress.IsLoopback: false, AllowsRemote: false })
        {
            throw new UsageException(
                $"--compare-unobserved {options.UnobservedAddress} is not on this machine; to load it, add --allow-remote.");
        }

        if (options is { Deals.Count: > 0, DealsFile: not null })
        {
            throw new UsageException("--deals and --deals-file exclude each other.");
        }

        if (options is { FreshDealsFile: null } and ({ RunsCrowded: true } or { RunsStreams: true }))
        {
            throw new UsageException(
                $"--scenarios {(options.RunsCrowded ? "crowded" : "streams")} needs --fresh-deals-file: deals that were not "
                + "asked before, for the model.");
        }

        if (options is { RunsStreams: true, ModelAddress: null })
        {
            throw new UsageException("--scenarios streams needs --model: the model that the service asks.");
        }

        // A model of somebody else's is one that costs money.
        if (options is { ModelAddress.IsLoopback: false, AllowsRemote: false })
        {
            throw new UsageException($"--model {options.ModelAddress} is not on this machine; to ask it, add --allow-remote.");
        }

        return options;
    }

    private static LoadTestOptions WithScenarios(LoadTestOptions options, OptionArgument value)
    {
        var names = value.List();
        var unknown = names.Except(["burst", "sustained", "soak", "crowded", "streams"]).FirstOrDefault();
        return unknown is null
            ? options with
            {
                RunsBursts = names.Contains("burst"),
                RunsSustained = names.Contains("sustained"),
                RunsSoak = names.Contains("soak"),
                RunsCrowded = names.Contains("crowded"),
                RunsStreams = names.Contains("streams"),
            }
            : throw new UsageException($"--scenarios takes burst, sustained, soak, crowded and streams, not '{unknown}'.");
    }

    private static HubSpotCredentials HubSpot(string[] parts) => parts is [var secret, var portal, var publicBaseUrl]
        ? new HubSpotCredentials(secret, portal, publicBaseUrl)
        : throw new UsageException("--compare-hubspot takes SECRET,PORTAL,ADDRESS, as the service has them.");

    private static ContractEndpoint Endpoint(string name) =>
        Endpoints.FirstOrDefault(endpoint => endpoint.Name == name)
        ?? throw new UsageException(
            $"--endpoints takes {string.Join(", ", Endpoints.Select(endpoint => endpoint.Name))}, "
            + $"not '{name}'.");

    private static IEnumerable<ContractEndpoint> Endpoints => ContractEndpoint.All.Concat(ContractEndpoint.OfV3);
}
