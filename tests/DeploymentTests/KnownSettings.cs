using System.Reflection;
using DealInsights.WebApi;

namespace DealInsights.DeploymentTests;

/// <summary>The settings that the service's options types have, in their environment form.</summary>
internal static class KnownSettings
{
    private static readonly Assembly[] Assemblies =
    [
        typeof(DealInsightsApp).Assembly,
        typeof(Infrastructure.DependencyInjection).Assembly,
        typeof(Application.DependencyInjection).Assembly,
    ];

    private static readonly HashSet<string> Names =
    [
        .. Assemblies
            .SelectMany(assembly => assembly.GetTypes())
            .Select(type => (Type: type, Section: type.GetField("Section", BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static)))
            .Where(options => options.Section is { IsLiteral: true })
            .SelectMany(options => options.Type.GetProperties()
                .Select(property => $"{options.Section!.GetRawConstantValue()}__{property.Name}")),
    ];

    /// <summary>Those of the given variables that look like settings of ours and are none.</summary>
    public static IEnumerable<string> Unknown(IEnumerable<string> variables) => variables
        .Where(variable => variable.Contains("__", StringComparison.Ordinal))
        .Where(variable => !variable.StartsWith("ConnectionStrings__", StringComparison.Ordinal) && !Names.Contains(variable));

    public static int Count => Names.Count;
}
