using DealInsights.Application.Concerns.GetConcerns;
using DealInsights.Application.Deals;
using DealInsights.Domain.Concerns;
using DealInsights.Domain.Deals;
using FluentValidation;
using MediatR;
using Moq;

namespace DealInsights.Application.UnitTests.Behaviors;

/// <summary>The ports are strict mocks without a setup: a query that reached one would fail with another exception.</summary>
[TestFixture]
internal sealed class ValidationBehaviorTests
{
    private static readonly string?[] InvalidNames = [null, "", "   ", "\t\n", new string('a', 257)];

    private static IEnumerable<Type> DealQueries => typeof(IDealQuery).Assembly.GetTypes()
        .Where(type => type is { IsClass: true } && type.IsAssignableTo(typeof(IDealQuery)));

    [Test]
    public void Handle_WhenTheNameIsInvalid_RejectsItBeforeAnyPortIsAsked(
        [ValueSource(nameof(DealQueries))] Type query, [ValueSource(nameof(InvalidNames))] string? name)
    {
        using var application = new ApplicationUnderTest();

        Assert.That(
            async () => await SendAsync(application, query, DealReference.ByName(name)),
            Throws.InstanceOf<ValidationException>()
                .With.Property(nameof(ValidationException.Errors)).Exactly(1).Property("PropertyName").EqualTo("DealName"));
    }

    [Test]
    public async Task Handle_WhenTheNameHasExactlyTheMostCharacters_AsksThePort()
    {
        using var application = new ApplicationUnderTest();
        var name = string.Concat(Enumerable.Repeat("😀", 256));
        application.Concerns.Setup(port => port.FindAsync(name, default)).ReturnsAsync(new ConcernRecord([], null));

        var concerns = await application.SendAsync(new GetConcernsQuery(DealReference.ByName(name)));

        Assert.That(concerns?.Concerns, Is.Empty);
    }

    private static async Task SendAsync(ApplicationUnderTest application, Type query, DealReference deal)
    {
        var constructor = query.GetConstructors().Single();
        var arguments = constructor.GetParameters().Select(parameter =>
            parameter.ParameterType == typeof(DealReference) ? (object?)deal : Activator.CreateInstance(parameter.ParameterType));

        // The query's type is known at run time only.
        var response = query.GetInterfaces().Single(type => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IRequest<>));
        var send = typeof(ApplicationUnderTest).GetMethod(nameof(ApplicationUnderTest.SendAsync))!
            .MakeGenericMethod(response.GenericTypeArguments);
        await (Task)send.Invoke(application, [constructor.Invoke([.. arguments]), CancellationToken.None])!;
    }
}
