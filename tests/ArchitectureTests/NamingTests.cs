using System.Reflection;
using AutoMapper;
using DealInsights.Domain.Deals;
using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Mvc;

namespace DealInsights.ArchitectureTests;

[TestFixture]
internal sealed class NamingTests
{
    private static IEnumerable<Type> Queries => Layers.TypesOf(Layers.Application)
        .Where(type => type is { IsAbstract: false, IsInterface: false } && typeof(IBaseRequest).IsAssignableFrom(type));

    [Test]
    public void Rules_HaveTypesToLookAt() =>
        Assert.Multiple(() =>
        {
            Assert.That(Queries.Count(), Is.GreaterThanOrEqualTo(4));
            Assert.That(Layers.All.Select(layer => Layers.TypesOf(layer).Count()), Is.All.GreaterThan(5));
        });

    [Test]
    public void Classes_AreSealed() =>
        Assert.That(
            Layers.All.SelectMany(Layers.TypesOf).Where(type =>
                type is { IsClass: true, IsSealed: false, IsAbstract: false } && !IsBase(type)).Select(type => type.FullName),
            Is.Empty,
            "Seal these classes, or derive from them.");

    private static bool IsBase(Type type) => Layers.TypesOf(type.Assembly).Any(other => other.BaseType == type);

    [Test]
    public void AsyncMethods_EndInAsync() =>
        Assert.That(
            Layers.All.SelectMany(Layers.TypesOf)
                // MediatR and MVC give these their names.
                .Where(type => !typeof(ControllerBase).IsAssignableFrom(type))
                .SelectMany(DeclaredMethods)
                .Where(method => IsAwaitable(method.ReturnType) && method.Name != "Handle")
                .Where(method => !method.Name.EndsWith("Async", StringComparison.Ordinal))
                .Select(method => $"{method.DeclaringType}.{method.Name}"),
            Is.Empty);

    [Test]
    public void Ports_TakeACancellationTokenLastAndWithoutDefault() =>
        Assert.That(
            Layers.TypesOf(Layers.Application)
                .Where(type => type.IsInterface)
                .SelectMany(DeclaredMethods)
                .Where(method => IsAwaitable(method.ReturnType))
                .Where(method => method.GetParameters() is not [.., { HasDefaultValue: false } last]
                    || last.ParameterType != typeof(CancellationToken))
                .Select(method => $"{method.DeclaringType}.{method.Name}"),
            Is.Empty);

    [Test]
    public void Requests_AreNamedAndHaveAHandlerAndAValidatorForTheirParameters()
    {
        var types = Layers.TypesOf(Layers.Application).ToDictionary(type => type.FullName!);

        Assert.Multiple(() =>
        {
            foreach (var query in Queries)
            {
                Assert.That(query.Name, Does.EndWith("Query").Or.EndsWith("Command"), "Name a request …Query or …Command.");
                Assert.That(types.GetValueOrDefault($"{query.FullName}Handler"), Is.Not.Null, $"Add {query.Name}Handler beside {query.Name}.");
                Assert.That(
                    !NeedsValidator(query) || types.ContainsKey($"{query.FullName}Validator"),
                    $"Add {query.Name}Validator: a request with parameters that callers choose validates them.");
            }
        });
    }

    // DealQueryValidator checks the deal; a Boolean is always valid.
    private static bool NeedsValidator(Type query) => query.GetConstructors()
        .SelectMany(constructor => constructor.GetParameters())
        .Any(parameter => parameter.ParameterType != typeof(DealReference) && parameter.ParameterType != typeof(bool));

    [Test]
    public void HandlersValidatorsAndMappings_AreInternal() =>
        Assert.That(
            Layers.TypesOf(Layers.Application)
                .Where(type => typeof(IValidator).IsAssignableFrom(type)
                    || typeof(Profile).IsAssignableFrom(type)
                    || type.Name.EndsWith("Handler", StringComparison.Ordinal))
                .Where(type => type.IsPublic)
                .Select(type => type.FullName),
            Is.Empty);

    [Test]
    public void Adapters_AreInternal() =>
        Assert.That(
            Layers.TypesOf(Layers.Infrastructure)
                .Where(type => type.IsPublic && type != typeof(Infrastructure.DependencyInjection))
                .Select(type => type.FullName),
            Is.Empty);

    private static IEnumerable<MethodInfo> DeclaredMethods(Type type) => type
        .GetMethods(BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly)
        .Where(method => !method.IsSpecialName && !method.Name.Contains('<', StringComparison.Ordinal));

    private static bool IsAwaitable(Type type) =>
        typeof(Task).IsAssignableFrom(type)
        || type == typeof(ValueTask)
        || (type.IsGenericType
            && (type.GetGenericTypeDefinition() == typeof(ValueTask<>)
                || type.GetGenericTypeDefinition() == typeof(IAsyncEnumerable<>)));
}
