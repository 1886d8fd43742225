using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace DealInsights.Application;

/// <summary>Options that are bound to a section of the configuration and keep the service from starting when they do not hold.</summary>
public static class ValidatedOptions
{
    /// <summary>
    /// Binds a section to a type and validates it by its annotations, at start and at its first use. A failure names the
    /// setting as an operator sets it: <c>Limits__QueueLength</c>.
    /// </summary>
    public static OptionsBuilder<TOptions> AddValidatedOptions<TOptions>(this IServiceCollection services, string section)
        where TOptions : class
    {
        services.AddSingleton<IValidateOptions<TOptions>>(new SectionValidator<TOptions>(section));

        return services.AddOptions<TOptions>().BindConfiguration(section).ValidateOnStart();
    }

    private sealed class SectionValidator<TOptions>(string section) : IValidateOptions<TOptions>
        where TOptions : class
    {
        public ValidateOptionsResult Validate(string? name, TOptions options)
        {
            var findings = new List<ValidationResult>();
            Validator.TryValidateObject(options, new ValidationContext(options), findings, validateAllProperties: true);

            return findings.Count == 0
                ? ValidateOptionsResult.Success
                : ValidateOptionsResult.Fail(findings.Select(Describe));
        }

        private string Describe(ValidationResult finding) => finding.MemberNames.Any()
            ? $"{section}__{string.Join(", ", finding.MemberNames)}: {finding.ErrorMessage}"
            : $"{finding.ErrorMessage}";
    }
}
