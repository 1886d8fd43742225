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

        How
          --scenarios LIST       burst, sustained                        burst,sustained
          --repeats N            how often each burst is sent            5
          --connections N        connections of a sustained round        50
          --duration SECONDS     one sustained round                     10
          --rounds N             sustained rounds                        3
          --warm-up SECONDS      unmeasured load before the first round  3
          --timeout SECONDS      then a missing answer is a failure      30
          --endpoints LIST       what the sustained rounds load          deal-info
                                 (get-concerns, company-overview, get-stakeholders; the last two
                                 may ask a language model that costs money)
          --no-baseline          leave out the comparison with a bare Kestrel server, which the
                                 program starts on a free loopback port, in turns with the service
          --server-pid ID        the service's process, for its processor time per request; found
                                 by its port on Linux

        Results
          --report FILE          the report                              artifacts/load-report.html
          --json FILE            the same numbers for programs
          --allow-errors         failed requests do not make the exit code 1
          --strict               a missed target makes the exit code 1
          --help                 this text

        The bare server alone:   ... -- baseline-server [--port N]

        Invented deals to load:  ... -- make-deals --folder DIR --count N [--first N] [--seed S]
                                 writes deal_info.json and meeting_insights.json, which the service
                                 loads with: import DIR. The deals are "Soak 0000001" and so on,
                                 from --first; the same seed makes the same deals

        Exit code: 0, 1 when requests failed (with --strict: or a target was missed), 2 when the
        options cannot be used, 130 when Ctrl+C ended the run (what was measured is reported).
        """;
}
