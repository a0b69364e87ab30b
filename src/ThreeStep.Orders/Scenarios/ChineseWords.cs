namespace ThreeStep.Orders.Scenarios;

/// <summary>What may be written in Chinese instead: the keys of a file, fields of records and the words that stand in them.</summary>
static class ChineseWords
{
    static readonly Dictionary<string, string> Keys = new()
    {
        ["流程"] = "workflow",
        ["场景"] = "scenarios",
        ["标题"] = "scenario",
        ["已知"] = "given",
        ["经过"] = "story",
        ["当"] = "when",
        ["那么"] = "then",
        ["时间"] = "now",
        ["只有流程"] = "workflows",
        ["公司"] = "company",
        ["日历"] = "calendar",
        ["人员"] = "people",
        ["客户"] = "customers",
        ["商机"] = "deals",
        ["线索"] = "leads",
        ["服务单"] = "cases",
        ["活动"] = "campaigns",
        ["网址回答"] = "answers",
    };

    static readonly Dictionary<string, string> Fields = new(StringComparer.OrdinalIgnoreCase)
    {
        ["owner"] = "ownerId",
        ["customer"] = "accountId",
        ["contact"] = "contactId",
        ["deal"] = "dealId",
        ["campaign"] = "campaignId",
        ["discount"] = "discountPercent",
        ["manager"] = "managerId",
        ["mail"] = "email",
        ["负责人"] = "ownerId",
        ["客户"] = "accountId",
        ["商机"] = "dealId",
        ["活动"] = "campaignId",
        ["折扣"] = "discountPercent",
        ["金额"] = "amount",
        ["阶段"] = "stage",
        ["状态"] = "status",
        ["类型"] = "kind",
        ["来源"] = "source",
        ["预算"] = "budget",
        ["年数"] = "years",
        ["备注"] = "note",
        ["说明"] = "description",
        ["结果"] = "resolution",
        ["级别"] = "tier",
        ["角色"] = "role",
        ["职位"] = "position",
        ["经理"] = "managerId",
        ["请假"] = "away",
        ["代班"] = "substitute",
        ["币种"] = "currency",
        ["时区"] = "zone",
        ["大单金额"] = "largeDealAmount",
        ["节假日"] = "holidays",
        ["调休上班"] = "workdays",
        ["工作时间"] = "hours",
        ["法定假日"] = "official",
        ["答复"] = "status",
        ["内容"] = "with",
        ["产品"] = "product",
    };

    static readonly Dictionary<string, string> Values = new()
    {
        ["寻找"] = "Prospecting",
        ["拜访"] = "Engaging|Visit",
        ["调研"] = "Researching",
        ["方案"] = "Proposing",
        ["谈判"] = "Negotiating",
        ["成交"] = "Won",
        ["丢单"] = "Lost",
        ["销售"] = "Rep",
        ["经理"] = "Manager",
        ["市场"] = "Marketing",
        ["服务"] = "Service",
        ["流程负责人"] = "ProcessOwner",
        ["管理员"] = "Admin",
        ["投诉"] = "Complaint",
        ["三包"] = "Warranty",
        ["咨询"] = "Inquiry",
        ["网站"] = "Web",
        ["市场活动"] = "Campaign",
        ["电话"] = "Call",
        ["邮件"] = "Mail",
        ["会议"] = "Meeting",
        ["消息"] = "Message",
        ["待答复"] = "Pending",
        ["已同意"] = "Approved",
        ["已拒绝"] = "Rejected",
        ["已退回"] = "Returned",
        ["已撤回"] = "Withdrawn",
        ["已替换"] = "Replaced",
        ["已接收"] = "Accepted",
        ["公海"] = "Pool",
        ["已结案"] = "Closed",
        ["礼品"] = "Gift",
        ["退款"] = "Refund",
        ["合同"] = "Contract",
        ["其他"] = "Other",
    };

    public static string Key(string written) => Keys.GetValueOrDefault(written, written);

    public static string Field(string written) => Fields.GetValueOrDefault(written, written);

    /// <summary>The words that may be meant, such as a stage; anything else is what it is.</summary>
    public static IReadOnlyList<string> Meanings(string written) => Values.TryGetValue(written, out var words) ? words.Split('|') : [written];
}
