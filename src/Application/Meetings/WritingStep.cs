namespace DealInsights.Application.Meetings;

/// <summary>
/// What somebody sees who reads along while an insight is written: an earlier one where there is one, the draft, and at
/// the end, as the last step, the finished insight.
/// </summary>
/// <typeparam name="T">The insight.</typeparam>
public abstract record WritingStep<T>
    where T : class
{
    // Closed: the steps are those below.
    private WritingStep()
    {
    }

    /// <summary>The same step with another form of the insight.</summary>
    /// <param name="selector">The other form.</param>
    /// <param name="otherwise">What stands for an insight that is not there.</param>
    public WritingStep<TOther> Select<TOther>(Func<T, TOther> selector, TOther? otherwise)
        where TOther : class => this switch
        {
            Earlier earlier => new WritingStep<TOther>.Earlier(selector(earlier.Insight)),
            Draft draft => new WritingStep<TOther>.Draft(draft.Position, draft.Words),
            Discarded => new WritingStep<TOther>.Discarded(),
            Finished { Insight: { } insight } => new WritingStep<TOther>.Finished(selector(insight)),
            Finished => new WritingStep<TOther>.Finished(otherwise),
            _ => throw new InvalidOperationException($"There is no step {GetType().Name}."),
        };

    /// <summary>An insight of older material, to read until the new one is there. The first step, if there is one.</summary>
    /// <param name="Insight">The insight, marked as stale.</param>
    public sealed record Earlier(T Insight) : WritingStep<T>;

    /// <summary>More words of the draft. Nobody has checked them: what cannot be proved will not be in the insight.</summary>
    /// <param name="Position">Where in the draft they belong, in UTF-16 code units from its start.</param>
    /// <param name="Words">Well-formed text, not empty.</param>
    public sealed record Draft(int Position, string Words) : WritingStep<T>;

    /// <summary>The draft came to nothing; another may follow.</summary>
    public sealed record Discarded : WritingStep<T>;

    /// <summary>The end.</summary>
    /// <param name="Insight">The insight; <see langword="null"/> when there is nothing to conclude anything from.</param>
    public sealed record Finished(T? Insight) : WritingStep<T>;
}
