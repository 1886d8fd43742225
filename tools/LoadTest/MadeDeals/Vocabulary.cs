namespace DealInsights.LoadTest.MadeDeals;

/// <summary>The invented words of which deals are made. Every mail domain ends in <c>.example</c>.</summary>
internal static class Vocabulary
{
    /// <summary>Twelve ranks in seventeen departments: 204 different titles, of every level.</summary>
    public static readonly IReadOnlyList<string> Titles = [.. Departments().SelectMany(TitlesOf)];

    public static readonly string[] FirstNames =
    [
        "Ada", "Amir", "Anneke", "Aron", "Bea", "Brendan", "Carla", "Cem", "Chidi", "Clara", "Dagmar", "Daniel", "Elif",
        "Emeka", "Esther", "Farah", "Felix", "Gordon", "Greta", "Hamid", "Helga", "Hugo", "Ines", "Ivo", "Jenna",
        "Joaquín", "Jonas", "Jules", "Kaja", "Kofi", "Lena", "Lucía", "Malik", "Marta", "Mei", "Nadia", "Noor", "Olga",
        "Oskar", "Pavel", "Petra", "Priya", "Quentin", "Rosalind", "Ruben", "Saskia", "Selma", "Søren", "Tariq",
        "Tilda", "Tom", "Uma", "Vera", "Viktor", "Wanda", "Xenia", "Yusuf", "Zoë",
    ];

    public static readonly string[] LastNames =
    [
        "Abara", "Albrecht", "Anand", "Bakker", "Bexley", "Borowski", "Castellan", "Cho", "Dahl", "Demir", "Dumont",
        "Eder", "Eriksen", "Farrant", "Fiore", "Galindo", "Gruber", "Haas", "Halloran", "Ibarra", "Iyer", "Jansen",
        "Kaya", "Kessler", "Kordas", "Kuyper", "Lam", "Lindqvist", "Lorenz", "Marchetti", "Mbeki", "Moreau", "Nakata",
        "Novak", "Okafor", "Olsen", "Petrov", "Pohl", "Quist", "Raghavan", "Reyes", "Rossi", "Sato", "Schreiber",
        "Silva", "Tanaka", "Tormey", "Ueda", "Varga", "Vogel", "Wachowiak", "Weidner", "Yildiz", "Zeman",
    ];

    public static readonly string[] Owners =
        ["Maya Lindqvist", "Jonas Weidner", "Daniel Okafor", "Tom Hargreaves", "Priya Raghunathan", "Lucía Ferrer"];

    public static readonly string[] CompanyNames =
    [
        "Aldermoor", "Bramfield", "Calderan", "Dorsting", "Elverum", "Fennick", "Gravelle", "Harcourt", "Inverleigh",
        "Jessamy", "Kolding", "Larkhill", "Merano", "Northam", "Ostrava", "Pellworm", "Quarrington", "Rothbury",
        "Sandvig", "Tamworth", "Ulverston", "Varberg", "Westerlo", "Yarrow", "Zandvoort",
    ];

    public static readonly string[] CompanyKinds =
    [
        "Foods", "Freight", "Logistics", "Plastics", "Clinics", "Insurance", "Retail", "Energy", "Steel", "Hotels",
        "Pharma", "Telecom", "Packaging", "Timber", "Media", "Robotics", "Textiles", "Water", "Airports", "Seeds",
    ];

    public static readonly string[] Stages =
    [
        "appointmentscheduled", "qualifiedtobuy", "presentationscheduled", "decisionmakerboughtin", "contractsent",
        "closedwon", "closedlost",
    ];

    public static readonly string[] Intents =
        ["Very likely to buy", "Likely to buy", "Neutral", "Less likely to buy"];

    public static readonly string[] MeetingTitles =
    [
        "Discovery", "Demo with the planners", "Price talk", "Security questions", "Review of the trial", "Terms",
        "Roll-out plan", "Steering meeting", "Check before the budget round", "Reference call",
    ];

    public static readonly string[] Topics =
    [
        "pricing", "pilot", "training", "integration", "security review", "budget", "competing offer", "terms",
        "data quality", "adoption", "decision process", "support",
    ];

    public static readonly string[] Products =
        ["the forecast module", "the branch view", "the planner", "the alert service", "the margin report"];

    public static readonly string[] Rivals = ["Pipewell", "Metricore", "Orbisight", "Quantleaf", "Datavane"];

    public static readonly string[] Systems =
    [
        "the ERP", "the old warehouse system", "our billing", "the CRM", "the planning database",
        "the shop floor system",
    ];

    public static readonly string[] Teams =
        ["operations", "finance", "planning", "purchasing", "logistics", "controlling", "quality"];

    public static readonly string[] Cities =
        ["Bremen", "Tilburg", "Leeds", "Gdynia", "Porto", "Turku", "Graz", "Lyon", "Aarhus", "Brno", "Cork", "Murcia"];

    public static readonly string[] Pains =
    [
        "late deliveries", "the month-end close", "returns that nobody can explain", "double entry of orders",
        "stock in the wrong place", "discounts without approval", "overtime on weekends", "missing spare parts",
    ];

    public static readonly string[] Metrics =
    [
        "delivery on time", "forecast accuracy", "days of stock", "time to quote", "the return rate",
        "margin by branch", "planning effort",
    ];

    public static readonly string[] Weekdays = ["Monday", "Tuesday", "Wednesday", "Thursday"];

    public static readonly string[] Months =
    [
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
        "December",
    ];

    private static string[] Departments() =>
    [
        "Operations", "Finance", "Procurement", "IT", "Data", "Sales", "Marketing", "Logistics", "Supply Chain",
        "Quality", "Product", "Security", "Customer Success", "Human Resources", "Engineering", "Manufacturing",
        "Revenue",
    ];

    private static string[] TitlesOf(string department) =>
    [
        $"Chief {department} Officer", $"VP {department}", $"Senior Director, {department}",
        $"Director of {department}", $"Head of {department}", $"Senior Manager {department}", $"{department} Manager",
        $"Principal {department} Architect", $"Staff {department} Engineer", $"{department} Analyst",
        $"Junior {department} Analyst", $"{department} Coordinator",
    ];
}
