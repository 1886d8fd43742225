namespace DealInsights.Domain.Stakeholders;

/// <summary>The attendance of a person in one meeting.</summary>
/// <param name="Attendee">The person.</param>
/// <param name="MeetingId">The meeting.</param>
/// <param name="HeldAt">When it took place, UTC; <see langword="null"/> when not recorded or not readable.</param>
public sealed record Attendance(Attendee Attendee, string MeetingId, DateTime? HeldAt);

/// <summary>A person's attendance in all meetings of a deal.</summary>
/// <param name="Person">The person as recorded first.</param>
/// <param name="Meetings">How many meetings the person attended.</param>
/// <param name="FirstSeen">The first of them that has a date, UTC; <see langword="null"/> when none has.</param>
/// <param name="LastSeen">The last of them that has a date, likewise.</param>
public sealed record Presence(Attendee Person, int Meetings, DateTime? FirstSeen, DateTime? LastSeen);
