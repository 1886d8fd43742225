using System.Reflection;
using Microsoft.Extensions.Logging;

namespace DealInsights.ArchitectureTests;

/// <summary>The console's thread puts events into words after they were logged: what they are given must not change until then.</summary>
[TestFixture]
internal sealed class LoggingTests
{
    private static readonly Type[] Unchanging =
        [typeof(string), typeof(decimal), typeof(DateTime), typeof(DateTimeOffset), typeof(TimeSpan), typeof(Guid), typeof(Uri)];

    private static IEnumerable<MethodInfo> Messages => Layers.All.SelectMany(Layers.TypesOf)
        .SelectMany(type => type.GetMethods(
            BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
        .Where(method => method.IsDefined(typeof(LoggerMessageAttribute)));

    [Test]
    public void Messages_AreGivenWhatDoesNotChange()
    {
        var given = Messages.SelectMany(method => method.GetParameters()).ToList();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(given, Has.Count.GreaterThan(20));
            Assert.That(
                given.Where(value => !IsUnchanging(value.ParameterType))
                    .Select(value => $"{value.Member.DeclaringType}.{value.Member.Name}: {value}"),
                Is.Empty);
        }
    }

    // The generator that comes with this package has one object a thread for the values, and clears it when they are logged.
    [Test]
    public void Messages_AreMadeByTheFrameworksGenerator() =>
        Assert.That(
            Layers.All.SelectMany(layer => layer.GetReferencedAssemblies()).Select(assembly => assembly.Name),
            Has.None.EqualTo("Microsoft.Extensions.Telemetry.Abstractions"));

    private static bool IsUnchanging(Type type) =>
        type.IsPrimitive || type.IsEnum || Unchanging.Contains(type)
        // Whom to tell, and an exception, which has the event put into words at once.
        || typeof(ILogger).IsAssignableFrom(type) || typeof(Exception).IsAssignableFrom(type)
        || (Nullable.GetUnderlyingType(type) is { } value && IsUnchanging(value));
}
