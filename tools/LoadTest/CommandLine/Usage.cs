namespace DealInsights.LoadTest.CommandLine;

/// <summary>The text of <c>--help</c>.</summary>
internal static class Usage
{
    public const string Text = """
        Loads a DealInsights service and reports how it stands to its targets.

        dotnet run -c Release --project tools/LoadTest -- [options]

        What to load
          --base ADDRESS         the service                             http://localhost:8000
          --allow-remote         accept an address that is not this machine's own; without it only
                                 loopback is loaded, so that nobody else's server is hit by mistake
          --deals NAME,NAME      the deals to ask for
          --deals-file FILE      ... or a mongoexport file of deal_info  samples/deal_info.json if
                                 it is there, otherwise the deal "Acme renewal"

        Scenarios                --scenarios LIST                        burst,sustained
          burst      1, 3, 10 and 100 requests at one moment, over the four endpoints
          sustained  the --endpoints at --connections, in rounds. deal-info and company-overview
                     take turns with a bare Kestrel server that answers the same. Targets: a third
                     of its requests/s for deal-info, half for company-overview and v3-overview-304. That is meant for
                     stored answers: look at "answered by", and with many deals give the model
                     time to answer all of them once (--warm-up)
          soak       company-overview (or the --endpoints) of every deal once, in order, while the
                     memory, threads and open handles of the service's process are read. Memory is
                     flat when its median in the last quarter of the requests is at most 10% above
                     that in the third. The first half may grow, while caches fill: take at least
                     twice as many deals as they hold. Runs before the others
          crowded    company-overview of the deals, stored before, at --connections: alone, and
                     while --model-calls requests for fresh deals wait for the model, in turns.
                     Target: p99 in the crowd at most 1.5 times the p99 alone. What it needs: deals
                     that become stored, enough fresh ones, and a model (tools/ModelStub will do)
          streams    the overview of --streams fresh deals as a stream, and as many streams of the
                     --model itself, in turns. Target: the first byte at most 50 ms after the
                     model's own. Runs after the others

        How
          --repeats N            how often each burst is sent            5
          --connections N        connections, except of a burst          50
          --duration SECONDS     one round                               10
          --rounds N             rounds of each sustained series, pairs of rounds of crowded  3
          --warm-up SECONDS      unmeasured load before the first round  3
          --timeout SECONDS      then a missing answer is a failure      30
          --endpoints LIST       what sustained and soak ask             deal-info; of a soak
                                 company-overview (also get-concerns, get-stakeholders; of v3
                                 v3-deal, v3-concerns, v3-overview, v3-stakeholders, v3-insights,
                                 v3-overview-304, v3-insights-304, whose good answer is 304;
                                 company-overview and get-stakeholders may ask a language model
                                 that costs money)
          --no-baseline          leave out the comparison with a bare Kestrel server, which the
                                 program starts on a free loopback port, in turns with the service
          --compare-key KEY      sustained asks with this API key too, in turns with the key under a
                                 name that is not looked at; target: 95% of the requests/s. The service
                                 has to answer without one as well (Security__AllowAnonymous=true)
          --compare-hubspot SECRET,PORTAL,ADDRESS  likewise signed as HubSpot signs, with what the
                                 service has as HubSpot__ClientSecrets, PortalIds and PublicBaseUrl
          --compare-unobserved ADDRESS  sustained asks this too, in turns: the same service, started with
                                 Logging__LogLevel__Default=Warning and OTEL_SDK_DISABLED=true; target:
                                 90% of its requests/s
          --server-pid ID        the service's process, for its processor time per request and
                                 its memory; found by its port on Linux
          --soak-for SECONDS     a soak asks so long, the deals round and round. Then memory, GC heap,
                                 threads and open handles of the last half minute are compared with
                                 those after two minutes: at most 20% more
          --sample-every SECONDS how often a soak reads the process      0.5
          --settle SECONDS       how long it reads on when all is asked  10
          --fresh-deals-file FILE  for crowded and streams: a mongoexport file of deal_info with deals whose
                                 overview was never asked for; each is used once. A model of 1.5 s
                                 and 100 calls use up some 70 a second of crowd
          --model ADDRESS        for streams: the OpenAI-compatible address of the model behind the
                                 service, such as http://127.0.0.1:8089/v1 (tools/ModelStub)
          --streams N            for streams: how many are measured      30
          --model-calls N        for crowded: requests for the model     100

        Results
          --report FILE          the report                              artifacts/load-report.html
          --json FILE            the same numbers for programs
          --allow-errors         failed requests do not make the exit code 1
          --strict               a missed target makes the exit code 1; one on which no verdict
                                 could be given does not
          --help                 this text

        The bare server alone:   ... -- baseline-server [--port N]

        How soon it answers:     ... -- start --service FILE [--rounds N] [--settle SECONDS] [--strict]
                                 starts the service's program (DealInsights.WebApi.dll of a Release
                                 build, or DealInsights.WebApi as the image has it) on an embedded
                                 store and the bare server, in turns, and measures the time from the
                                 start of the process to the first answer, and the service's memory
                                 at rest

        Invented deals to load:  ... -- make-deals --folder DIR --count N [--first N] [--seed S]
                                 writes deal_info.json and meeting_insights.json, which the service
                                 loads with: import DIR. The deals are "Soak 0000001" and so on,
                                 from --first; the same seed makes the same deals

        Exit code: 0, 1 when requests failed or crowded could not measure (with --strict: or a target
        was missed), 2 when the options cannot be used, 130 when Ctrl+C ended the run (what was
        measured is reported).
        """;
}
