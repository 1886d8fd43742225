namespace DealInsights.Infrastructure.OpenAi;

/// <summary>Instructions for the model, embedded in this assembly. A changed text is a new file with the next version.</summary>
/// <param name="Version">Name and version, a part of fingerprints: <c>company-overview.v2</c>.</param>
/// <param name="Text">The instructions.</param>
internal sealed record Prompt(string Version, string Text)
{
    /// <summary>The instructions for a summary; contain <c>{seller}</c>.</summary>
    public static Prompt CompanyOverview { get; } = Load("company-overview.v2");

    /// <summary>The instructions for judging titles.</summary>
    public static Prompt DecisionMakers { get; } = Load("decision-makers.v1");

    private static Prompt Load(string version)
    {
        var type = typeof(Prompt);
        using var stream = type.Assembly.GetManifestResourceStream($"{type.Namespace}.Prompts.{version}.md")
            ?? throw new InvalidOperationException($"The prompt {version} is not embedded.");
        using var reader = new StreamReader(stream);

        return new Prompt(version, reader.ReadToEnd().Trim());
    }
}
