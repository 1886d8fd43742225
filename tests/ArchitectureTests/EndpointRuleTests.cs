using System.Reflection;
using DealInsights.Application.Deals;
using DealInsights.Domain.Deals;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Routing;

namespace DealInsights.ArchitectureTests;

/// <summary>What every query and every endpoint needs, each with a message that says what to do.</summary>
[TestFixture]
internal sealed class EndpointRuleTests
{
    private static IEnumerable<Type> Requests => Layers.TypesOf(Layers.Application)
        .Where(type => type is { IsAbstract: false, IsInterface: false } && typeof(IBaseRequest).IsAssignableFrom(type));

    private static IEnumerable<MethodInfo> Actions => Layers.TypesOf(Layers.WebApi)
        .Where(type => typeof(ControllerBase).IsAssignableFrom(type))
        .SelectMany(type => type.GetMethods(BindingFlags.Instance | BindingFlags.Public | BindingFlags.DeclaredOnly));

    [Test]
    public void Rules_HaveTypesToLookAt() =>
        Assert.Multiple(() =>
        {
            Assert.That(Requests.Count(IsAboutADeal), Is.GreaterThan(4));
            Assert.That(Actions.Count(), Is.GreaterThan(10));
        });

    [Test]
    public void Requests_AboutADeal_ImplementIDealQuery() =>
        Assert.That(
            Requests.Where(IsAboutADeal).Where(request => !typeof(IDealQuery).IsAssignableFrom(request)).Select(request => request.Name),
            Is.Empty,
            "Implement IDealQuery: otherwise the deal is neither validated nor found in traces.");

    [Test]
    public void Actions_HaveAnHttpMethod() =>
        AssertAll(action => Find<HttpMethodAttribute>(action).Any(), "Add [HttpGet], [HttpPost] and so on, or make the method private.");

    [Test]
    public void Actions_HaveAnOperationId() =>
        AssertAll(
            action => Find<HttpMethodAttribute>(action).All(method => method.Name is { Length: > 0 }),
            "Name the route, as in [HttpGet(\"timeline\", Name = \"getDealTimeline\")]: the name is the operation id, after which "
            + "the clients' methods and the recorded examples are named.");

    [Test]
    public void OperationIds_AreUnique() =>
        Assert.That(
            Actions.SelectMany(Find<HttpMethodAttribute>).Select(method => method.Name).GroupBy(name => name)
                .Where(group => group.Count() > 1).Select(group => group.Key),
            Is.Empty,
            "Give every route a name of its own.");

    [Test]
    public void Actions_HaveAnAuthorizationPolicy() =>
        AssertAll(
            action => Find<AllowAnonymousAttribute>(action).Any() || Find<AuthorizeAttribute>(action).Any(one => one.Policy is not null),
            "Add [Authorize(Policies.…)] to the controller or the action, or [AllowAnonymous] if everyone may call it.");

    [Test]
    public void Actions_HaveOneTag() =>
        AssertAll(
            action => Find<TagsAttribute>(action).SelectMany(tags => tags.Tags).Distinct().Count() == 1,
            "Add [Tags(\"…\")] to the controller or the action; DocumentTransformer.Tags has the descriptions.");

    [Test]
    public void Actions_HaveADocumentedResponse() =>
        AssertAll(
            action => HasTypedResult(action.ReturnType) || Find<ProducesResponseTypeAttribute>(action).Any(one => one.StatusCode < 300),
            "Return ActionResult<T> or T, or add [ProducesResponseType<T>(status)]: clients are generated from the response type.");

    private static bool IsAboutADeal(Type request) =>
        request.GetProperties().Any(property => property.PropertyType == typeof(DealReference));

    private static void AssertAll(Func<MethodInfo, bool> rule, string whatToDo) =>
        Assert.That(
            Actions.Where(action => !rule(action)).Select(action => $"{action.DeclaringType!.FullName}.{action.Name}"),
            Is.Empty,
            whatToDo);

    private static IEnumerable<T> Find<T>(MethodInfo action)
        where T : Attribute =>
        action.GetCustomAttributes<T>().Concat(action.DeclaringType!.GetCustomAttributes<T>());

    private static bool HasTypedResult(Type type)
    {
        var result = type.IsGenericType && type.GetGenericTypeDefinition() == typeof(Task<>) ? type.GetGenericArguments()[0] : type;

        return result != typeof(Task) && result != typeof(void) && !typeof(IActionResult).IsAssignableFrom(result);
    }
}
