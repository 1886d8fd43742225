namespace DealInsights.WebApi.Documentation;

/// <summary>One answer an operation, as the service gives it for the sample deal; the overview as a model words it.</summary>
internal static class V2Examples
{
    public static readonly IReadOnlyDictionary<string, string> ByOperation = new Dictionary<string, string>
    {
        ["getDealInfo"] =
            """
            {"dealId":"Acme renewal","dealOwner":"Maya Lindqvist","dealStage":"contractsent","activityCount":22,
             "startDate":"2026-06-01","endDate":"2026-11-17"}
            """,
        ["getConcerns"] =
            """
            [{"pricing_concerns":{"has_concerns":true,"explanation":"Procurement objected to the 9% uplift and to paying for 40 seats when 31 are active; the uplift was settled at 4% for two years."},
              "no_decision_maker":{"is_issue":false,"explanation":"The CFO, Gordon Haas, joined the last call and signs himself."},
              "already_has_vendor":{"has_vendor":false,"explanation":"Pipewell sent an unsolicited quote, but Acme is not using it today."}}]
            """,
        ["getCompanyOverview"] =
            """
            {"overview":"Asking for a lower uplift and fewer seats; agreeing on four percent for two years.\nRelying on the margin-by-branch view every Monday. Waiting for the export fix before signing."}
            """,
        ["getStakeholders"] =
            """
            {"stakeholders":[{"name":"Gordon Haas","email":"gordon.haas@acme-industrial.example","title":"CFO","potential_decision_maker":true},
                             {"name":"Jenna Tormey","email":"jenna.tormey@acme-industrial.example","title":"Junior Business Analyst","potential_decision_maker":false}]}
            """,
        ["getHealth"] = """{"status":"healthy","version":"v2"}""",
    };
}
