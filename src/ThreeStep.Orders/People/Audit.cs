namespace ThreeStep.Orders.People;

/// <summary>
/// What people do that matters for security, beside what they do to workflows (<see cref="Runtime.Store.WorkflowAudit"/>): a word of the audit log.
/// </summary>
public enum AuditAction
{
    SignedIn,
    SignInRefused,
    LockedOut,
    SignedOut,
    PasswordChanged,
    SecondFactorOn,
    SecondFactorOff,
    /// <summary>Somebody else took it away.</summary>
    SecondFactorReset,
    RecoveryCodesMade,
    RecoveryCodeUsed,
    PersonCreated,
    PersonLeft,
    RightsChanged,
    ApiKeyMade,
    ApiKeyRevoked,
    ApprovalAnswered,
    ApprovalTransferred,
    ApprovalWithdrawn,
    ApprovalMatrixChanged,
    PublishingAsked,
    /// <summary>By hand; of many at once one line.</summary>
    WorkflowStarted,
    /// <summary>A workflow was published although scenarios of it failed, or had not been played.</summary>
    PublishedDespiteScenarios,
    ScenariosChanged,
    /// <summary>A record or a task has another owner; said in the history of the record.</summary>
    HandedOver,
    CompanyChanged,
    CalendarChanged,
    LeaveSet,
    LeaveEnded,
    ChannelChanged,
    TeamChanged,
    PositionsChanged,
    OutgoingChanged,
    RetentionChanged,
    /// <summary>Cases were moved from the database into a file of the archive.</summary>
    CasesArchived,
    InstancesMoved,
    InstancesMovedBack,
    WorkflowAccessChanged,
    /// <summary>It has another folder or other labels.</summary>
    WorkflowPlaced,
    Imported,
}
