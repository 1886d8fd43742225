namespace DealInsights.Infrastructure.LanguageModel;

/// <summary>Instructions for the model, embedded in this assembly. A changed text is a new file with the next version.</summary>
internal static class Prompt
{
    /// <summary>How a summary is written; holds <c>{seller}</c>.</summary>
    public static string CompanyOverview { get; } = Load("company-overview.v1.md");

    /// <summary>Who may decide.</summary>
    public static string DecisionMakers { get; } = Load("decision-makers.v1.md");

    private static string Load(string file)
    {
        var type = typeof(Prompt);
        using var stream = type.Assembly.GetManifestResourceStream($"{type.Namespace}.Prompts.{file}")
            ?? throw new InvalidOperationException($"The prompt {file} is not embedded.");
        using var reader = new StreamReader(stream);

        return reader.ReadToEnd().Trim();
    }
}
