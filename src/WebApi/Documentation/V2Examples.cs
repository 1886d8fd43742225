namespace DealInsights.WebApi.Documentation;

/// <summary>One answer an operation, as the service gives it.</summary>
internal static class V2Examples
{
    public static readonly IReadOnlyDictionary<string, string> ByOperation = new Dictionary<string, string>
    {
        ["getDealInfo"] =
            """
            {"dealId":"Acme renewal","dealOwner":"Dana Whitfield","dealStage":"contractsent","activityCount":42,
             "startDate":"2026-01-12","endDate":"2026-11-18"}
            """,
        ["getConcerns"] =
            """
            [{"pricing_concerns":{"has_concerns":true,"explanation":"The CFO asked for a lower price per seat."},
              "no_decision_maker":{"is_issue":false,"explanation":""},
              "already_has_vendor":{"has_vendor":true,"explanation":"A reporting tool is in place until March."}}]
            """,
        ["getCompanyOverview"] =
            """
            {"overview":"Reviewing the renewal terms and asking for a lower price per seat. Deciding to involve the CFO.\nSignaling interest in the forecasting module."}
            """,
        ["getStakeholders"] =
            """
            {"stakeholders":[{"name":"Rosa Lindqvist","email":"rosa.lindqvist@acme.example","title":"VP Operations","potential_decision_maker":true},
                             {"name":"Ben Okafor","email":"ben.okafor@acme.example","title":"Business Analyst","potential_decision_maker":false}]}
            """,
        ["getHealth"] = """{"status":"healthy","version":"v2"}""",
    };
}
