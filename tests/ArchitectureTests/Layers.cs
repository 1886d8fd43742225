using System.Reflection;
using DealInsights.WebApi;

namespace DealInsights.ArchitectureTests;

/// <summary>The assemblies under the rules.</summary>
internal static class Layers
{
    public static readonly Assembly Domain = typeof(Domain.Deals.Deal).Assembly;
    public static readonly Assembly Application = typeof(Application.DependencyInjection).Assembly;
    public static readonly Assembly Infrastructure = typeof(Infrastructure.DependencyInjection).Assembly;
    public static readonly Assembly WebApi = typeof(DealInsightsApp).Assembly;

    public static readonly IReadOnlyList<Assembly> All = [Domain, Application, Infrastructure, WebApi];

    /// <summary>The types written by hand: what the compiler and source generators add follows no rule of ours.</summary>
    public static IEnumerable<Type> TypesOf(Assembly assembly) => assembly
        .GetTypes()
        .Where(type => type.Namespace?.StartsWith("DealInsights.", StringComparison.Ordinal) == true)
        .Where(type => !type.Name.Contains('<', StringComparison.Ordinal) && !type.Name.StartsWith("__", StringComparison.Ordinal))
        .Where(type => type.GetCustomAttribute<System.CodeDom.Compiler.GeneratedCodeAttribute>() is null)
        .Where(type => type.GetCustomAttribute<System.Runtime.CompilerServices.CompilerGeneratedAttribute>() is null);
}
