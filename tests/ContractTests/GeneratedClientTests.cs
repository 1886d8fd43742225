using System.Reflection;
using System.Text.RegularExpressions;
using DealInsights.Client;
using DealInsights.TestSupport;

namespace DealInsights.ContractTests;

/// <summary>The clients in the repository are what is generated, and say of every value what it is.</summary>
[TestFixture]
internal sealed class GeneratedClientTests
{
    [Test]
    public async Task Clients_AreAsGenerated()
    {
        var configuration = typeof(GeneratedClientTests).Assembly.GetCustomAttribute<AssemblyConfigurationAttribute>()!.Configuration;

        await Tool.RunAsync(
            RepositoryFolder.PathOf("clients/generate.sh"), "--check", "--no-build", "--configuration", configuration);
    }

    [Test]
    public void CSharpTypes_OfV3_HaveNoUntypedMember()
    {
        var types = typeof(DealInsightsClient).Assembly.GetExportedTypes()
            .Where(type => type.Namespace == typeof(DealInsightsClient).Namespace)
            .ToList();
        var members =
            from type in types
            from member in type.GetProperties(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
                .Select(property => (property.Name, Type: property.PropertyType))
                .Concat(type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
                    .Where(method => type.IsInterface)
                    .Select(method => (method.Name, Type: method.ReturnType)))
            from used in Parts(member.Type)
            where used == typeof(object) || used.Namespace?.StartsWith("System.Text.Json", StringComparison.Ordinal) == true
            select $"{type.Name}.{member.Name}";

        Assert.That(types, Has.Count.GreaterThan(20));
        Assert.That(members, Is.Empty);
    }

    [Test]
    public void TypeScriptTypes_OfV3_HaveNoUntypedMember()
    {
        var code = File.ReadAllText(RepositoryFolder.PathOf("clients/typescript/src/generated/v3.ts"));
        var withoutComments = Regex.Replace(code, @"/\*.*?\*/", "", RegexOptions.Singleline);
        var schemas = withoutComments[withoutComments.IndexOf("    schemas: {", StringComparison.Ordinal)..];

        Assert.Multiple(() =>
        {
            Assert.That(withoutComments, Does.Not.Match(@"\b(any|object)\b"));
            Assert.That(schemas[..schemas.IndexOf("\n    };", StringComparison.Ordinal)], Does.Not.Match(@"\bunknown\b"));
        });
    }

    private static IEnumerable<Type> Parts(Type type) =>
        type.GenericTypeArguments.SelectMany(Parts).Append(type.HasElementType ? type.GetElementType()! : type);
}
