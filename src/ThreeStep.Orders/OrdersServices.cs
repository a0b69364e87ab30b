using Microsoft.Extensions.DependencyInjection;
using ThreeStep.Orders.Approvals;
using ThreeStep.Orders.Campaigns;
using ThreeStep.Orders.Catalogue;
using ThreeStep.Orders.Channels;
using ThreeStep.Orders.Deals;
using ThreeStep.Orders.Figures;
using ThreeStep.Orders.Import;
using ThreeStep.Orders.Messages;
using ThreeStep.Orders.Moves;
using ThreeStep.Orders.Pauses;
using ThreeStep.Orders.People;
using ThreeStep.Orders.Publishing;
using ThreeStep.Orders.Records;
using ThreeStep.Orders.Replays;
using ThreeStep.Orders.Retention;
using ThreeStep.Orders.Service;
using ThreeStep.Orders.SignIns;
using ThreeStep.Orders.Staff;
using ThreeStep.Orders.Store;
using ThreeStep.Orders.Tasks;
using ThreeStep.Orders.Working;
using ThreeStep.Runtime;
using ThreeStep.Runtime.Commit;
using ThreeStep.Runtime.Definitions;
using ThreeStep.Runtime.Hosting;
using ThreeStep.Runtime.Outbox;
using ThreeStep.Runtime.Store;
using ThreeStep.Runtime.Time;
using ThreeStep.Workflows.Bursts;
using ThreeStep.Workflows.Instances;
using ThreeStep.Workflows.Model;

namespace ThreeStep.Orders;

/// <summary>Brings the product to the runtime: its activities, its records, and who carries out what its workflows ask for.</summary>
public static class OrdersServices
{
    /// <remarks>The host brings data protection: secrets of channels and second factors, and links of mails, are protected by its keys.</remarks>
    /// <param name="calendar">When the company works, until somebody has said so.</param>
    public static IServiceCollection AddOrders(this IServiceCollection services, CalendarDefinition calendar)
    {
        services.AddSingleton(new WorkingCalendars(calendar));
        services.AddSingleton(new ActivityAssembly(typeof(OrdersServices).Assembly));
        services.AddSingleton(OrderKinds.All);
        services.AddSingleton<IRecordReader>(provider => new RecordReader(
            provider.GetRequiredService<ProcessStore>(), OrderKinds.All, provider.GetRequiredService<WorkingCalendars>(),
            provider.GetRequiredService<CompiledDefinitions>(),
            provider.GetRequiredService<DeliverySettings>(), provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton(provider =>
            Handlers(provider.GetRequiredService<CompiledDefinitions>(), provider.GetRequiredService<WorkingCalendars>()));
        services.AddSingleton<OrderRecords>();
        services.AddSingleton<CrmImporter>();
        services.AddSingleton<ReplayRun>();
        services.AddSingleton<ChannelSecrets>();
        services.AddSingleton<SecondFactorSecrets>();
        services.AddSingleton<StopLinks>();
        services.AddSingleton<AnswerLinks>();
        services.AddSingleton<ChatDelivery>();
        services.AddSingleton<PushDelivery>();
        services.AddSingleton<MessageRound>();
        services.AddSingleton<FigureFollower>();
        foreach (var gauge in PeopleGauges.All) services.AddSingleton(gauge);
        services.AddSingleton<CaseArchive>();
        services.AddSingleton<Chore, AbsenceChore>();
        services.AddSingleton<Chore, MessageChore>();
        services.AddSingleton<Chore, PublishingChore>();
        services.AddSingleton<Chore, MoveChore>();
        services.AddSingleton<Chore, RetentionChore>();
        services.AddSingleton(Deliveries);
        return services;
    }

    static ProductDeliveries Deliveries(IServiceProvider provider) => new()
    {
        Present = (database, settings) =>
        {
            var secrets = provider.GetRequiredService<ChannelSecrets>();
            return MailServer.Present(database, settings, secrets) with { Webhooks = Webhooks.Present(database, settings, secrets) };
        },
        Channels = new Dictionary<string, Func<OutboxRow, OutgoingMessage, CancellationToken, Task>>
        {
            [ChatDelivery.Channel] = provider.GetRequiredService<ChatDelivery>().Deliver,
            [PushDelivery.Channel] = provider.GetRequiredService<PushDelivery>().Deliver,
        },
        Shared = new HashSet<string> { PushDelivery.Channel },
    };

    /// <summary>Commands of workflows come to the same changes as those of people.</summary>
    static CommandHandlers Handlers(CompiledDefinitions definitions, WorkingCalendars calendars)
    {
        var handlers = new CommandHandlers
        {
            OnAct = (transaction, act, definitionId, by) =>
            {
                var right = act == DefinitionAct.Edit ? WorkflowRight.Edit : WorkflowRight.Publish;
                return WorkflowRights.Of(Known(transaction, by), transaction.Database).Allows(definitionId, right) ? null
                    : Requirements.WhyNot(right);
            },
            OnInterruption = (transaction, burst) => Interruption.Tell(Of(transaction, burst.State), burst),
            OnPublishing = (transaction, definition, by) =>
            {
                PublishingRule.RequireComment(transaction.Database, definition);
                return PublishingRule.HoldBack(By(transaction, Known(transaction, by)), definition);
            },
            OnPublished = transaction => OpenQuestions.HoldAll(By(transaction, Actor.Server)),
        };
        On<CreateTaskCommand>((change, command) =>
        {
            TaskCommands.Create(change, command.Task, Successor.Of(change, command.Task.AssigneeId), command.WarnShare);
            OpenQuestions.Hold(change, command.Task);
        });
        On<RebindTaskCommand>(TaskCommands.Rebind);
        On<WarnOfTaskCommand>(TaskCommands.Warn);
        On<MarkTaskOverdueCommand>(TaskCommands.MarkOverdue);
        On<WithdrawTaskCommand>(TaskCommands.Withdraw);
        On<RequestApprovalCommand>(ApprovalCommands.Request);
        On<WithdrawApprovalCommand>(WithdrawApproval.ByCancellation);
        On<RemindApproverCommand>(ApprovalCommands.Remind);
        On<AddApproverCommand>(ApprovalCommands.AddApprover);
        On<RecordOwnAuthorityCommand>(ApprovalCommands.RecordOwnAuthority);
        On<StartClockCommand>((change, command) => ClockCommands.Start(change, command.Clock));
        On<RebindClockCommand>(ClockCommands.Rebind);
        On<WarnOfClockCommand>(ClockCommands.Warn);
        On<WithdrawClockCommand>(ClockCommands.Withdraw);
        On<PauseForCustomerCommand>(PauseForCustomerCommand.CarryOut);
        On<ResumeForCustomerCommand>(ResumeForCustomerCommand.CarryOut);
        On<ChangeStageCommand>(ChangeStageCommand.CarryOut);
        On<HandOverCommand>(HandOverCommand.CarryOut);
        On<UpdateRecordCommand>(UpdateRecordCommand.CarryOut);
        On<CreateLeadCommand>((change, command) =>
            AddLead.Apply(change, command.Lead with { OwnerId = Successor.Of(change, command.Lead.OwnerId) }, command.LeadId));
        On<OpenCaseCommand>((change, command) =>
            ReceiveCase.Apply(change, command.Case with { OwnerId = Successor.Of(change, command.Case.OwnerId.Value) }, command.CaseId));
        handlers.Add<SendMessageCommand>((transaction, command, instance) =>
            SendMessageCommand.CarryOut(Of(transaction, instance), command, instance.Id));
        return handlers;

        void On<T>(Action<Change, T> carryOut) where T : Command =>
            handlers.Add<T>((transaction, command, instance) => carryOut(Of(transaction, instance), command));

        Change Of(Transaction transaction, InstanceState instance) => By(transaction, Actor.Workflow(instance.Id));

        Actor Known(Transaction transaction, string? by) => new(by, by is null ? Role.Admin : transaction.Database.Users.Find(by)?.Role);

        Change By(Transaction transaction, Actor actor) => new(transaction, actor, OrderKinds.All, definitions, calendars);
    }
}
