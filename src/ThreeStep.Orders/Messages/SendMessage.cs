using ThreeStep.Orders.People;
using ThreeStep.Orders.Records;
using ThreeStep.Runtime.Outbox;
using ThreeStep.Workflows.Instances;
using ThreeStep.Workflows.Model;

namespace ThreeStep.Orders.Messages;

/// <summary>Sends a message out of the building: mail, or a webhook that the settings name.</summary>
[Activity("ThreeStep", "People", "Send a mail, or post to a webhook that the settings name.", DisplayName = "Send message", Icon = "send",
    Color = "#1565c0")]
public sealed class SendMessage : OrderActivity
{
    [Input("How it is sent.", UiHint = "dropdown", Options = ["mail", "webhook"])] public Input<string> Channel { get; } = new("mail");
    [Input("A mail address, a user id, or the name of a webhook.", IsNeeded = true, Kind = typeof(MessageReceiver))]
    public Input<string> To { get; } = new();
    [Input("The subject.")] public Input<string> Subject { get; } = new();
    [Input("The text.", UiHint = "multiline", DefaultSyntax = "Liquid")] public Input<string> Body { get; } = new();

    public override void Execute(ActivityContext context)
    {
        var (channel, to) = (context.Get(Channel)!, Text(context, To)!);
        context.Emit(new SendMessageCommand(context.NewId(), channel, to, Text(context, Subject) ?? "", context.Get(Body) ?? ""));
        context.Complete();
    }
}

/// <summary>A message leaves the building through the outbox.</summary>
/// <param name="Channel">mail or webhook.</param>
/// <param name="To">An address, a user id, or for webhooks the name of a configured hook.</param>
public sealed record SendMessageCommand(string MessageId, string Channel, string To, string Subject, string Body) : Command
{
    internal static void CarryOut(Change change, SendMessageCommand command, string instanceId)
    {
        var recipient = command.Channel == OutgoingMessage.Mail && !command.To.Contains('@', StringComparison.Ordinal)
            ? AddressOf(change, command.To) : command.To;
        change.Transaction.Send(command.MessageId, command.Channel, recipient, new OutgoingMessage(command.Subject, command.Body), instanceId);
    }

    /// <summary>A person's address; one that cannot be delivered to stays in the outbox, where it is seen.</summary>
    static string AddressOf(Change change, string userId) => change.Database.Users.Find(userId)?.Email ?? $"{userId}@unknown.invalid";
}
