using AutoMapper;
using Microsoft.Extensions.DependencyInjection;

namespace DealInsights.Application.UnitTests;

[TestFixture]
internal sealed class MappingTests
{
    [Test]
    public void Configuration_LeavesNoMemberUnmapped()
    {
        using var application = new ApplicationUnderTest();

        Assert.That(
            () => application.Services.GetRequiredService<IConfigurationProvider>().AssertConfigurationIsValid(),
            Throws.Nothing);
    }
}
