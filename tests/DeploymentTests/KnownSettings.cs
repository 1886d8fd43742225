using System.Collections;
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

    /// <summary>Each with the value that it has when nobody sets it.</summary>
    public static IReadOnlyDictionary<string, object?> Defaults { get; } = Assemblies
        .SelectMany(assembly => assembly.GetTypes())
        .Select(type => (Type: type, Section: type.GetField("Section", BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static)))
        .Where(options => options.Section is { IsLiteral: true })
        .SelectMany(options => options.Type.GetProperties().Where(IsBound).Select(property => (
            Name: $"{options.Section!.GetRawConstantValue()}__{property.Name}",
            Value: property.GetValue(Activator.CreateInstance(options.Type)))))
        .ToDictionary(setting => setting.Name, setting => setting.Value);

    // The binder sets a property, or adds to the list that it holds.
    private static bool IsBound(PropertyInfo property) =>
        property.CanWrite || (property.PropertyType != typeof(string) && typeof(IEnumerable).IsAssignableFrom(property.PropertyType));

    /// <summary>Those of the given variables that look like settings of ours and are none.</summary>
    public static IEnumerable<string> Unknown(IEnumerable<string> variables) => variables
        .Where(variable => variable.Contains("__", StringComparison.Ordinal))
        .Where(variable => !variable.StartsWith("ConnectionStrings__", StringComparison.Ordinal) && !Defaults.ContainsKey(variable));

    public static int Count => Defaults.Count;
}
