namespace CleanFte.Unit.TenantFolders;

/// <summary>A small tenant that uses everything the format has.</summary>
internal static class SmallTown
{
    public const string Tenant = """
        name: Villaverde Town Hall
        languages: [en, es]
        timeZone: Europe/Madrid
        escalation:
          pricing: knowledge
          refund: escalate
        sessionIdleMinutes: 45
        businessHours:
          monday: "08:30-14:00"
          tuesday: "08:30-14:00, 16:00-18:00"
        holidays: [2026-12-25, 2027-01-01]
        contacts: ["+34 910 000 100", "https://villaverde.example/appointments"]

        """;

    public const string Channels = """
        email: { tone: formal, maxWords: 500, greeting: { en: "Dear {name}," }, signature: { en: "Kind regards,\nVillaverde" } }
        whatsapp: { tone: conversational, preferredCharacters: 300 }

        """;

    public const string Services = """
        - code: pothole
          group: roads
          kind: report
          public: true
          roles: []
          severity: moderate
          asksPlace: true
          asksPhoto: true
          texts:
            en: { name: Pothole, description: A hole in the road., triggers: [pothole, hole in the road] }
            es: { name: Bache, description: Un agujero., triggers: [bache] }
        - code: advent
          group: church
          kind: information
          public: true
          severity: minor
          asksPlace: false
          asksPhoto: false
          texts:
            en: { name: Advent, description: "", triggers: [advent] }
          items:
            - validFrom: 2026-11-01
              validTo: 2026-12-24
              texts: { en: { title: Advent calendar, text: "A door a day: \"open\" it." } }
            - validTo: 2026-12-24T18:30:00+01:00
              texts: { en: { title: Mass, text: At six. } }
        - code: catechesis
          group: church
          kind: guided
          public: false
          roles: [parent]
          severity: minor
          asksPlace: false
          asksPhoto: false
          texts:
            en: { name: Catechesis, description: For parents., triggers: [catechesis] }
          steps:
            - name: parent_code
              input: code
              codes: [CATE-2026]
              maxAttempts: 2
              texts: { en: { ask: Please send your code., wrong: That is not it. } }
            - name: group
              input: choice
              choices: [First year, Second year]
              texts: { en: { ask: Which group?, wrong: One of the two. } }
        - code: general
          group: other
          kind: report
          public: true
          severity: moderate
          asksPlace: false
          asksPhoto: false
          texts:
            en: { name: Other, description: Anything else., triggers: [] }

        """;

    public const string Article = """
        ---
        title: Opening hours of the registry office
        service: catechesis
        validFrom: 2026-01-01
        validTo: 2026-12-31
        ---
        The registry office is open from nine to two.

        # On Saturdays

        It is closed.

        """;

    public const string Samples = """
        - name: pothole_without_place
          channel: whatsapp
          turns:
            - text: "Hay un bache enorme"
              expect: { decision: ask, service: pothole }
            - place: { latitude: 40.41, longitude: -3.70 }
              photo: true
              expect: { decision: acknowledge, priority: high }
        - name: hours
          channel: email
          roles: [parent]
          turns:
            - text: When are you open?
              expect: { decision: answer, source: knowledge/en/hours.md }
            - place: { address: "Calle Mayor 5" }
            - text: I will see you in court.
              expect: { decision: escalate, reason: legal }

        """;

    public static Dictionary<string, string> Files => new()
    {
        ["tenant.yaml"] = Tenant,
        ["brand.md"] = "Write as neighbours do.\n",
        ["channels.yaml"] = Channels,
        ["services.yaml"] = Services,
        ["knowledge/en/hours.md"] = Article,
        ["samples.yaml"] = Samples,
    };
}
