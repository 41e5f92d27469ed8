namespace CleanFte.Browser;

/// <summary>The phone to try it on, from the first message through a person back to the agent.</summary>
[Collection(nameof(BrowserHost))]
public sealed class PhoneTests(BrowserHost host)
{
    [Fact]
    public async Task A_conversation_goes_to_a_colleague_and_back_to_the_agent()
    {
        await using var visitor = await host.Visit();
        await visitor.Page.GotoAsync("/try");
        var chat = visitor.Page.GetByRole(AriaRole.Log);
        await visitor.Button("+ Somebody new").ClickAsync();
        await visitor.Button("There is a deep pothole at Calle Mayor 5").ClickAsync();
        await Expect(chat.GetByText("TKT-", new LocatorGetByTextOptions { Exact = false })).ToBeVisibleAsync();
        await visitor.ShouldBeAccessible();

        await visitor.Button("Come to work").ClickAsync();
        await Expect(visitor.Page.GetByText("The agent has this conversation.")).ToBeVisibleAsync();
        await Write(visitor, "I want to talk to a person");
        await Expect(visitor.Page.GetByText("Handed over to people")).ToBeVisibleAsync();
        await visitor.Button("Take over").ClickAsync();
        await Expect(visitor.Page.GetByText("You have this conversation.", new PageGetByTextOptions { Exact = false })).ToBeVisibleAsync();
        await visitor.Page.GetByLabel("Your answer").FillAsync("Good morning, <b>this is Alex</b>.");
        await visitor.Button("Answer").ClickAsync();
        await Expect(chat.GetByText("Good morning, <b>this is Alex</b>.")).ToBeVisibleAsync();
        await visitor.Button("Hand back").ClickAsync();
        await Expect(visitor.Page.GetByText("The agent has this conversation.")).ToBeVisibleAsync();

        await Write(visitor, "When is the library open?");
        await Expect(chat.GetByText("library", new LocatorGetByTextOptions { Exact = false }).Nth(1)).ToBeVisibleAsync();
        await visitor.ShouldBeAccessible();
    }

    [Fact]
    public async Task A_photo_and_a_place_are_sent_and_what_happened_can_be_opened()
    {
        await using var visitor = await host.Visit();
        await visitor.Page.GotoAsync("/try");
        await visitor.Button("+ Somebody new").ClickAsync();
        await Write(visitor, "There is a pothole");
        await Expect(visitor.Page.GetByText("The agent worked")).ToBeVisibleAsync();

        await visitor.Button("Send my location").First.ClickAsync();
        await Expect(visitor.Page.GetByText("Place set")).ToBeVisibleAsync();
        await visitor.Page.Locator("input[type=file]").SetInputFilesAsync(Visitor.Photo());
        await Expect(visitor.Page.GetByText("File stored as evidence")).ToBeVisibleAsync();
        await Expect(visitor.Page.GetByText("Reply read").First).ToBeVisibleAsync();

        await visitor.Page.GetByText("The agent worked").Last.ClickAsync();
        await Expect(visitor.Page.GetByText("create_ticket", new PageGetByTextOptions { Exact = true }).Last).ToBeVisibleAsync();
        await visitor.ShouldBeAccessible();
    }

    [Fact]
    public async Task A_reload_goes_on_with_the_same_citizen_and_what_was_delivered_to_him()
    {
        await using var visitor = await host.Visit();
        await visitor.Page.GotoAsync("/try");
        await visitor.Button("+ Somebody new").ClickAsync();
        await Write(visitor, "When is the library open?");
        await Expect(visitor.Page.GetByText("Reply read").First).ToBeVisibleAsync();

        await visitor.Page.ReloadAsync();

        var chat = visitor.Page.GetByRole(AriaRole.Log);
        await Expect(chat.GetByText("When is the library open?")).ToBeVisibleAsync();
        await Expect(chat.GetByRole(AriaRole.Img, new LocatorGetByRoleOptions { Name = "delivered" })).ToBeVisibleAsync();
        await Expect(visitor.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Visitor 1", Pressed = true }))
            .ToBeVisibleAsync();
    }

    [Fact]
    public async Task Other_tenants_are_beside()
    {
        await using var visitor = await host.Visit("es-ES");
        await visitor.Page.GotoAsync("/try");

        await visitor.Page.GetByLabel("Usted escribe a").SelectOptionAsync("sandbox-parish");
        await visitor.Button("+ Alguien nuevo").ClickAsync();
        await visitor.Button("¿A qué hora es la misa del domingo?").ClickAsync();

        await Expect(visitor.Page.GetByText("El agente trabajó")).ToBeVisibleAsync();
        await Expect(visitor.Page.GetByText("Respuesta enviada")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task The_history_goes_back_in_time()
    {
        await using var visitor = await host.Visit();
        await visitor.Page.GotoAsync("/try");
        await visitor.Button("+ Somebody new").ClickAsync();
        await Write(visitor, "There is a deep pothole at Calle Mayor 5");
        await Expect(visitor.Page.GetByText("Ticket opened")).ToBeVisibleAsync();
        await visitor.Button("Come to work").ClickAsync();
        await visitor.Page.GetByRole(AriaRole.Link, new PageGetByRoleOptions { Name = "History" }).ClickAsync();
        await Expect(visitor.Heading("History of a conversation")).ToBeVisibleAsync();
        await Expect(visitor.Page.Locator("dd").GetByText("Received")).ToBeVisibleAsync();

        await visitor.Page.GetByRole(AriaRole.Slider).FillAsync("2");

        await Expect(visitor.Page.Locator("dd").GetByText("Received")).ToBeHiddenAsync();
        await Expect(visitor.Page.Locator("dd").GetByText("the agent")).ToBeVisibleAsync();
        await visitor.ShouldBeAccessible();
    }

    [Fact]
    public async Task The_history_asks_for_a_key_and_refuses_a_wrong_one()
    {
        await using var visitor = await host.Visit();
        await visitor.Page.GotoAsync($"/history/conversations/{Guid.NewGuid()}");

        await visitor.Page.GetByLabel("A key of yours").FillAsync("cfk_wrong");
        await visitor.Button("Use the key").ClickAsync();

        await Expect(visitor.Page.GetByText("This key does not open this.")).ToBeVisibleAsync();
    }

    private static async Task Write(Visitor visitor, string text)
    {
        await visitor.Page.GetByLabel("Write a message").FillAsync(text);
        await visitor.Page.Keyboard.PressAsync("Enter");
    }
}
