using System.ComponentModel.DataAnnotations;

namespace DealInsights.Application.Audit;

/// <summary>The audit records, section <c>Audit</c>.</summary>
public sealed class AuditOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Audit";

    /// <summary>Whether anything is recorded.</summary>
    /// <value>True unless configured.</value>
    public bool Enabled { get; set; } = true;

    /// <summary>
    /// Whether reads without credentials are recorded too. Each costs a write.
    /// </summary>
    /// <value>False unless configured.</value>
    public bool AnonymousReads { get; set; }

    /// <summary>How long a record is kept. A change is for records from then on.</summary>
    /// <value>90 days unless configured; from 1 hour to 10 years.</value>
    [Range(typeof(TimeSpan), "01:00:00", "3650.00:00:00")]
    public TimeSpan Retention { get; set; } = TimeSpan.FromDays(90);

    /// <summary>The most records that wait to be written; those beyond are lost, and counted in the log.</summary>
    /// <value>10,000 unless configured; from 1 to 1,000,000.</value>
    [Range(1, 1_000_000)]
    public int QueueLength { get; set; } = 10_000;
}
