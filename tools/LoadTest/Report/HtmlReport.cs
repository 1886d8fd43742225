namespace DealInsights.LoadTest.Report;
internal static class HtmlReport { public static string Write(Results.LoadTestResult r) => ""; }
