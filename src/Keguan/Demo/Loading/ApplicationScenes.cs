using Keguan.Foundation;
using Keguan.Foundation.Access;
using Keguan.Foundation.Calendar;
using Keguan.Foundation.Definitions;
using Keguan.Foundation.Expressions;
using Keguan.Foundation.Files;
using Keguan.Foundation.Forms;
using Keguan.Foundation.Journal;
using Keguan.Programmes.Applications;
using Keguan.Programmes.Checks;
using Keguan.Programmes.Decisions;
using Keguan.Programmes.Definitions;
using Keguan.Programmes.Similarity;
using Keguan.Review.Exports;
using static Keguan.Foundation.Texts;

namespace Keguan.Demo.Loading;

/// <summary>Applications from the draft to the proposal: what Submission, Recommending, FormalChecking and Proposing do, without their mails.</summary>
sealed class ApplicationScenes(Stage stage, DemoCity city, Register register, CallScenes calls, Definition<ProgrammeDefinition> definition, FormFiller filler, Papers papers)
{
    readonly Dictionary<DateOnly, int> _receipts = [];
    readonly Dictionary<string, ApplicationDossier> _dossiers = [];

    ProgrammeDefinition Programme => definition.Value;

    /// <summary>Receipts given, by day.</summary>
    public IReadOnlyDictionary<DateOnly, int> Receipts => _receipts;

    public ApplicationDossier DossierOf(string number) => _dossiers[number];

    public void Plan()
    {
        foreach (var known in city.AllApplications) Plan(known);
    }

    void Plan(CityApplication known)
    {
        var call = calls.CallOf(known.Call);
        var organisation = register.OrganisationOf(known.Organisation);
        var recommender = call.Recommenders.First(one => one.Area == organisation.Area);
        var begun = known.Steps[0];
        var starter = ActorOf(known, begun);
        var application = new Application
        {
            Number = known.Number, CallId = call.Id, Call = call, Definition = call.Definition, DefinitionVersion = call.DefinitionVersion, Batch = call.Code, OrganisationId = organisation.Id,
            OrganisationName = organisation.Name, Area = organisation.Area, RecommenderId = recommender.OrganisationId, RecommenderName = recommender.Name, CreatedBy = starter.AccountId!.Value,
            CreatedAt = begun.At,
        };
        stage.Keep(application);

        var dossier = Fill(known, application, starter);
        _dossiers[known.Number] = dossier;
        if (known.Steps.Any(step => step.Action == "submit"))
        {
            foreach (var member in known.Proposal.Members)
                stage.Keep(new ApplicationMember { ApplicationId = application.Id, Name = member.Name, PersonKey = register.KeyOf(member.ResidentId), OrganisationName = member.Organisation });
            foreach (var (band, key) in Shingles.BandsOf(Shingles.Of(SimilarityIndex.TextOf(dossier.Typed))).Index())
                stage.Keep(new SimilarityBand { ApplicationId = application.Id, Band = band, Key = key });
        }
        foreach (var (index, step) in known.Steps.Index())
        {
            // Approval makes a project: that scene is told there.
            if (step.Action == "approve") continue;
            stage.Plan(step.At, ActorOf(known, step), () => Do(known, dossier, index));
        }
    }

    public Actor ActorOf(CityApplication known, CityStep step)
    {
        var organisation = city.Organisation(known.Organisation);
        var since = known.Steps[0].At.AddDays(-1);
        return step.Actor switch
        {
            "system" => Actor.System,
            "leader" => Member(known.Proposal.Leader, Roles.ProjectLeader),
            "filler" => Member(organisation.Filler, Roles.Filler),
            "unit-admin" => Member(organisation.Contact, Roles.UnitAdmin),
            var official => register.Cast.Official(official),
        };

        Actor Member(CityPerson person, Role role) => register.Cast.Member(person, role, register.OrganisationOf(organisation.Number), register.PersonOf(person.Number), since);
    }

    // ── the form ──────────────────────────────────────────────────────────────────────────────────────

    ApplicationDossier Fill(CityApplication known, Application application, Actor by)
    {
        var whole = filler.Typed(known);
        var sections = Programme.Application.Sections.Where(section => known.Sections.Contains(section.Key)).ToList();
        var submitted = known.Steps.FirstOrDefault(step => step.Action == "submit");
        var (from, to) = (known.Steps[0].At, submitted?.At ?? Finished(known.Steps[0].At));
        var typed = new FormValues();
        var parts = sections.Select((section, index) => (Section: section, Values: FormFiller.Part(section, whole), At: from + ((to - from) * (index + 1) / (sections.Count + 1)))).ToList();
        foreach (var (_, values, _) in parts) typed.With(values);
        // What the register knew stood there from the start.
        var prefilled = Programme.Application.Sections.FirstOrDefault(section => !sections.Contains(section) && section.Fields.Any(field => field.Key == "unit_uscc"));
        if (prefilled is not null) typed["unit_uscc"] = whole["unit_uscc"];

        var files = Attached(known, application, sections, by, to);
        foreach (var file in files) stage.Keep(file);
        var context = filler.Context(application.Call, known.Organisation, files);
        var reading = FormReader.Read(Programme.Application, typed, context);
        if (prefilled is not null)
            application.Sections.Add(new ApplicationSection
            {
                ApplicationId = application.Id, Section = prefilled.Key, Data = new FormValues { ["unit_uscc"] = whole["unit_uscc"] }.ToJson(), UpdatedAt = from, UpdatedBy = by.AccountId!.Value,
                UpdatedByName = by.Name,
            });
        foreach (var (section, values, at) in parts)
        {
            var data = values.ToJson();
            application.Revision++;
            application.Sections.Add(new ApplicationSection
            {
                ApplicationId = application.Id, Section = section.Key, Revision = application.Revision, Data = data, Complete = reading.IsComplete(section.Key), UpdatedBy = by.AccountId!.Value,
                UpdatedByName = by.Name, UpdatedAt = at,
            });
            stage.Keep(new ApplicationRevision
            {
                ApplicationId = application.Id, Revision = application.Revision, Section = section.Key, Data = data, By = by.AccountId!.Value, ByName = by.Name, At = at,
            });
        }
        Bind(known, application, typed, reading);
        return new ApplicationDossier { Application = application, Definition = definition, Typed = typed, Files = files, Context = context, Reading = reading };
    }

    /// <summary>A draft that nobody has handed in was last worked at some hours later, before the city's present day.</summary>
    DateTime Finished(DateTime begun)
    {
        var today = ChinaTime.StartOf(city.Anchor);
        var later = begun.AddHours(26);
        return later < today ? later : begun + ((today - begun) / 2);
    }

    List<StoredFile> Attached(CityApplication known, Application application, List<FormSection> sections, Actor by, DateTime at)
    {
        var owner = new FileOwner(ApplicationDossier.FileOwnerType, application.Id);
        // The agreement that the officer asks for is the one that is missing.
        var lacking = known.Proposal.Partners.Count == 0 || (known.State == ApplicationLifecycle.Supplementing && known.Steps[^1].Reason.StartsWith("合作协议", StringComparison.Ordinal));
        return
        [
            .. sections.SelectMany(section => section.Fields).Where(field => field.Type == FieldType.Attachment)
                .Where(field => !(field.Key == "partner_agreement" && lacking) && !(field.Key == "own_proof" && known.Proposal.OwnFen == 0))
                .Select(field => papers.Of(owner, field.Key, by, at)).OfType<StoredFile>(),
        ];
    }

    /// <summary>As ApplicationDossiers.BindAsync does: what lists and limits use is equal to the form.</summary>
    void Bind(CityApplication known, Application application, FormValues typed, FormReading reading)
    {
        application.Title = typed["title"];
        application.Category = typed["category"];
        application.FundingMode = typed["funding_mode"];
        application.Industry = typed["industry"];
        application.Discipline = typed["discipline"];
        application.StartOn = reading.Values.Get("start") is { Kind: ValueKind.Date } start ? start.AsDate : null;
        application.EndOn = reading.Values.Get("end") is { Kind: ValueKind.Date } end ? end.AsDate : null;
        application.GrantFen = reading.Values.Get("grant_total") is { Kind: ValueKind.Money } grant ? grant.AsFen : 0;
        application.OwnFen = reading.Values.Get("own_total") is { Kind: ValueKind.Money } own ? own.AsFen : 0;
        if (typed["leader"].Length == 0) return;
        var leader = register.PersonOf(known.Proposal.Leader.Number);
        application.LeaderId = leader.Id;
        application.LeaderName = leader.Name;
        application.LeaderKey = leader.IdKey;
    }

    // ── the steps ─────────────────────────────────────────────────────────────────────────────────────

    void Do(CityApplication known, ApplicationDossier dossier, int index)
    {
        var application = dossier.Application;
        var step = known.Steps[index];
        switch (step.Action)
        {
            case "start": Act("开始填报"); break;
            case "submit": Submit(known, dossier, correcting: false); break;
            case "correct": Submit(known, dossier, correcting: true); break;
            case "recommend":
                Act($"{application.RecommenderName}推荐", step.Reason, [Post.Count("programme.recommended")]);
                application.RecommendedAt = stage.Now;
                application.DueOn = dossier.DueFor(application.State, stage.Now);
                Tell(Roles.Officer.Code, T($"“{application.Title}”已推荐，请形式审查", $"“{application.Title}” was recommended; please check"), $"/programmes/checks/details/{application.Id}");
                TellUnit(T($"“{application.Title}”已由{application.RecommenderName}推荐", $"“{application.Title}” was recommended by {application.RecommenderName}"), "details");
                break;
            case "return":
                Act($"{application.RecommenderName}退回修改", step.Reason);
                application.DueOn = ChinaTime.DayOf(dossier.Call.ClosesAt);
                TellUnit(T($"“{application.Title}”被推荐单位退回：{step.Reason}", $"“{application.Title}” was returned: {step.Reason}"), "tasks");
                break;
            case "unrecommend":
                Act($"{application.RecommenderName}不予推荐", step.Reason);
                application.DueOn = null;
                break;
            case "pass":
                var answers = Answer(known, application, step, null);
                Act("形式审查通过", step.Reason, [Post.Count("programme.accepted")], new { manual = answers.Select(answer => new { answer.Check, answer.Answer, answer.Comment }) });
                Settle(application, null);
                application.CheckedAt = stage.Now;
                TellUnit(T($"“{application.Title}”通过形式审查，进入评审", $"“{application.Title}” passed the formal check"), "details");
                break;
            case "ask-correction":
                Answer(known, application, step, ManualAnswer.Mend);
                // Whoever was given more time than the rule's was given until the day he handed in.
                var due = dossier.DueFor(ApplicationLifecycle.Supplementing, stage.Now)!.Value;
                if (index + 1 < known.Steps.Count && known.Steps[index + 1] is { Action: "correct" } correction && ChinaTime.DayOf(correction.At) > due) due = ChinaTime.DayOf(correction.At);
                Act($"通知补正，{due:yyyy-MM-dd} 前", step.Reason, payload: new { due });
                application.CorrectionsAsked++;
                Settle(application, due);
                TellUnit(T($"“{application.Title}”需要补正，{due:yyyy-MM-dd} 前提交：{step.Reason}", $"“{application.Title}” needs correction by {due:yyyy-MM-dd}: {step.Reason}"), "tasks");
                break;
            case "reject":
                var code = step.Reason.Split(' ')[0];
                var reason = Programme.FormalCheck.Reasons.First(one => one.Key == code);
                Answer(known, application, step, ManualAnswer.No);
                stage.Journal.Act(ApplicationLifecycle.Table, application, "reject", new Act
                {
                    Reason = $"{reason.Key} {reason.Label.Zh}：{step.Reason[(code.Length + 1)..]}", Summary = $"形式审查不通过：{reason.Label.Zh}", Payload = new { code = reason.Key, reason.Basis },
                });
                Settle(application, null);
                break;
            case "lapse":
                Act("逾期未补正，不予通过");
                Settle(application, null);
                break;
            case "abandon":
                Act("放弃申报", step.Reason, application.SubmittedAt is null ? [] : [Post.Count("programme.applied", -1)]);
                application.DueOn = null;
                break;
            case "conclude-review":
                application.Score100 = known.Score100;
                var sheets = known.Reviews.Where(review => review.SubmittedAt is not null).ToList();
                application.SpreadFlagged = Scoring.IsWide([.. sheets.Select(sheet => sheet.Total100)], Programme.Review.Spread.Value);
                Act("评审完成", posts: [Post.Count("programme.reviewed")],
                    payload: new { application.Score100, application.SpreadFlagged, method = Programme.Review.Aggregate, sheets = sheets.Select(sheet => new { Expert = register.ExpertOf(sheet.Expert).Id, sheet.Total100 }) });
                application.DueOn = null;
                break;
            case "propose": Propose(known, application); break;
            case "publicise":
                application.DueOn = city.Approval.PublicityTo;
                Act($"公示至 {application.DueOn:yyyy-MM-dd}");
                break;
            default: throw new InvalidOperationException($"{known.Number}: nobody knows how to {step.Action}.");
        }
        application.StateSince = stage.Now;

        void Act(string summary, string? why = null, IReadOnlyList<Post>? posts = null, object? payload = null) => stage.Journal.Act(ApplicationLifecycle.Table, application, step.Action, new Act
        {
            Reason = why, Summary = summary, Posts = posts ?? [], Payload = payload,
        });

        void TellUnit(Text line, string page) => Tell("unit:" + application.OrganisationId, line, $"/programmes/applications/{page}/{application.Id}");
    }

    void Submit(CityApplication known, ApplicationDossier dossier, bool correcting)
    {
        var application = dossier.Application;
        var again = application.State != ApplicationLifecycle.Draft;
        if (!correcting)
        {
            application.SubmittedAt = stage.Now;
            var day = ChinaTime.DayOf(stage.Now);
            _receipts[day] = _receipts.GetValueOrDefault(day) + 1;
            application.ReceiptNumber = Foundation.Numbering.NumberPattern.Parse("R{year}-{MM}{dd}-{n:4}").Write(day, _receipts[day]);
        }
        application.ContentHash = Submission.HashOf(dossier);
        stage.Journal.Act(ApplicationLifecycle.Table, application, correcting ? "correct" : "submit", new Act
        {
            Summary = correcting ? "提交补正" : $"提交，回执 {application.ReceiptNumber}",
            Payload = new { receipt = application.ReceiptNumber, contentHash = application.ContentHash, revision = application.Revision, grantFen = application.GrantFen, ownFen = application.OwnFen },
            Posts = again ? [] : [Post.Count("programme.applied")],
        });
        application.DueOn = dossier.DueFor(application.State, stage.Now);
        var title = application.Title;
        if (correcting) Tell(Roles.Officer.Code, T($"“{title}”已提交补正，请形式审查", $"“{title}” was corrected; please check"), $"/programmes/checks/details/{application.Id}");
        else Tell("bureau:" + application.RecommenderId, T($"“{title}”已提交，请推荐", $"“{title}” was submitted; please recommend"), $"/programmes/recommendations/details/{application.Id}");
        Tell("unit:" + application.OrganisationId,
            T($"“{title}”已提交，回执 {application.ReceiptNumber}，{ChinaTime.Second(stage.Now)} 收到", $"“{title}” was received at {ChinaTime.Second(stage.Now)}, receipt {application.ReceiptNumber}"),
            $"/programmes/applications/receipt/{application.Id}");
    }

    /// <summary>Ranks within call and category: 1 + number of better ones, as Reviewing does.</summary>
    public void Rank()
    {
        foreach (var group in _dossiers.Values.Select(dossier => dossier.Application).Where(one => one.Score100 is not null).GroupBy(one => (one.CallId, one.Category)))
            foreach (var one in group) one.Rank = 1 + group.Count(other => other.Score100 > one.Score100);
    }

    void Propose(CityApplication known, Application application)
    {
        var cap = application.Call.Categories.First(category => category.Category == application.Category).CapFen;
        var byRule = Proposing.GrantByRule(Programme, application, cap);
        // Last year's grants were settled in a meeting; this year's follow the rule.
        var fen = known.Call == city.LastCall.Key ? known.ProposedFen!.Value : byRule;
        application.ProposedFen = fen;
        application.ProposedReason = fen == byRule ? "" : "经局党组会议研究，按审定的资助额度";
        stage.Journal.Act(ApplicationLifecycle.Table, application, "propose", new Act
        {
            Reason = application.ProposedReason, Summary = $"列入拟立项，拟资助 {Money.Wan(fen)} 万元", Payload = new { proposedFen = fen, byRuleFen = byRule },
            Posts = [Post.Count("programme.proposed"), Post.Fen("programme.proposed-grant", fen)],
        });
    }

    /// <summary>The manual checks as the officer judged them: all hold, but for the one that the step is about.</summary>
    List<ManualAnswer> Answer(CityApplication known, Application application, CityStep step, string? fault)
    {
        if (_answers.TryGetValue(application.Id, out var earlier))
        {
            // After a correction he looks again at what he had found wanting.
            foreach (var mended in earlier.Where(answer => answer.Answer != ManualAnswer.Ok)) (mended.Answer, mended.Comment, mended.At) = (fault ?? ManualAnswer.Ok, "", step.At);
            return earlier;
        }
        var wrong = fault is null ? "" : WhatIsWrong(step.Reason);
        List<ManualAnswer> answers =
        [
            .. Programme.FormalCheck.Manual.Where(check => check.Key != "partner" || known.Proposal.Partners.Count > 0 || fault is null || wrong == "partner").Select((check, i) => new ManualAnswer
            {
                ApplicationId = application.Id, Check = check.Key, Answer = check.Key == wrong ? fault! : ManualAnswer.Ok, Comment = check.Key == wrong ? step.Reason : "", By = stage.Who.AccountId!.Value,
                ByName = stage.Who.Name, At = step.At.AddMinutes(i - 6),
            }),
        ];
        _answers[application.Id] = answers;
        foreach (var answer in answers) stage.Keep(answer);
        return answers;
    }

    readonly Dictionary<Guid, List<ManualAnswer>> _answers = [];

    /// <summary>The manual check that a sentence of the officer's speaks of; direction where it is none of the others.</summary>
    string WhatIsWrong(string reason)
    {
        var key = reason switch
        {
            _ when reason.Contains("协议", StringComparison.Ordinal) => "partner",
            _ when reason.Contains("承诺书", StringComparison.Ordinal) || reason.Contains("营业执照", StringComparison.Ordinal) => "seal",
            _ when reason.Contains("设备费测算", StringComparison.Ordinal) || reason.Contains("财务报表", StringComparison.Ordinal) || reason.Contains("投入月数", StringComparison.Ordinal) => "budget",
            _ => "direction",
        };
        return Programme.FormalCheck.Manual.Any(check => check.Key == key) ? key : Programme.FormalCheck.Manual[0].Key;
    }

    void Settle(Application application, DateOnly? due)
    {
        application.DueOn = due;
        if (stage.Who.AccountId is not { } who) return;
        application.HandlerId = who;
        application.HandlerName = stage.Who.Name;
    }

    void Tell(string listener, Text line, string url) => stage.Tell(listener, line, url);
}
