using System.Globalization;
using Keguan.Foundation;
using Keguan.Foundation.Codes;
using Keguan.Foundation.Files;
using Keguan.Foundation.Forms;
using Keguan.Foundation.Ui;
using Keguan.Programmes.Calls;
using Keguan.Programmes.Definitions;

namespace Keguan.Demo.Loading;

/// <summary>Types a proposal into the form, field by field as its applicant would have typed it.</summary>
sealed class FormFiller(DemoCity city, Register register, ProgrammeDefinition programme, CodeTables codes)
{
    readonly ILookup<int, CityPerson> _staff = city.People.ToLookup(person => person.Organisation);
    readonly Dictionary<Guid, FormContext> _contexts = [];

    /// <summary>The whole form, every section of it.</summary>
    public FormValues Typed(CityApplication known)
    {
        var proposal = known.Proposal;
        var organisation = city.Organisation(known.Organisation);
        var typed = new FormValues
        {
            ["title"] = proposal.Title,
            ["category"] = proposal.Category,
            ["funding_mode"] = proposal.FundingMode,
            ["start"] = Day(proposal.Start),
            ["end"] = Day(proposal.End),
            ["discipline"] = proposal.Discipline,
            // The form asks for the division 大类; the register keeps the class 小类.
            ["industry"] = Division(proposal.Industry),
            ["summary"] = proposal.Summary,
            ["background"] = proposal.Background,
            ["research"] = proposal.Research,
            ["route"] = proposal.Route,
            ["novelty"] = proposal.Novelty,
            ["basis"] = proposal.Basis,
            ["unit_uscc"] = organisation.Uscc,
            ["unit_intro"] = organisation.Introduction,
            ["rd_staff"] = Number(organisation.RdStaff),
            ["rd_spend"] = Wan(organisation.RdSpendFen),
            ["revenue"] = Wan(organisation.RevenueFen),
            ["leader"] = register.PersonOf(proposal.Leader.Number).Id.ToString(),
            ["leader_title"] = proposal.Leader.Title,
            ["leader_months"] = Number(proposal.LeaderMonths),
            ["own_source"] = proposal.OwnSource,
            ["pledge"] = "true",
            ["secret_free"] = "true",
        };
        typed.Rows["targets"] =
        [
            .. proposal.Targets.Select(target => new Dictionary<string, string>
            {
                ["kind"] = target.Kind, ["name"] = target.Name, ["baseline"] = Number(target.Baseline), ["direction"] = target.Direction, ["goal"] = Number(target.Goal), ["unit"] = target.Unit,
                ["due"] = Day(proposal.End), ["method"] = target.Method,
            }),
        ];
        typed.Rows["members"] =
        [
            .. proposal.Members.Select(member => new Dictionary<string, string>
            {
                ["name"] = member.Name, ["resident_id"] = member.ResidentId, ["title"] = member.Title, ["profession"] = member.Profession, ["organisation"] = member.Organisation, ["task"] = member.Task,
                ["months"] = Number(member.Months),
            }),
        ];
        typed.Rows["partners"] =
        [
            .. proposal.Partners.Select(partner => new Dictionary<string, string> { ["name"] = partner.Name, ["uscc"] = partner.Uscc, ["task"] = partner.Task, ["share"] = Wan(partner.ShareFen) }),
        ];
        typed.Rows["recuse"] = [.. proposal.Recusals.Select(one => new Dictionary<string, string> { ["name"] = one.Name, ["reason"] = one.Reason })];
        typed.Rows["budget"] =
        [
            .. proposal.Budget.Select(row => new Dictionary<string, string> { ["subject"] = row.Subject, ["note"] = row.Note, ["grant"] = Wan(row.GrantFen), ["own"] = Wan(row.OwnFen) }),
        ];
        return typed;
    }

    /// <summary>What of it stands in one section.</summary>
    public static FormValues Part(FormSection section, FormValues whole)
    {
        var part = new FormValues();
        foreach (var field in section.Fields)
        {
            if (field.Type is FieldType.Computed or FieldType.Attachment) continue;
            if (field.Type == FieldType.Rows) part.Rows[field.Key] = whole.RowsOf(field.Key);
            else part[field.Key] = whole[field.Key];
        }
        return part;
    }

    /// <summary>Surroundings of the form: the same that ApplicationDossiers gives it.</summary>
    public FormContext Context(Call call, int organisation, IReadOnlyList<StoredFile> files)
    {
        if (!_contexts.TryGetValue(call.Id, out var shared))
        {
            var open = call.Categories.Select(category => category.Category).ToHashSet();
            var modes = call.Categories.SelectMany(category => category.FundingModes.Split(',')).ToHashSet();
            _contexts[call.Id] = shared = new FormContext
            {
                Today = city.Anchor,
                Codes = codes,
                Options = new Dictionary<string, IReadOnlyList<Choice>>
                {
                    ["categories"] = [.. programme.Categories.Where(one => open.Contains(one.Key)).Select(one => new Choice(one.Key, one.Label))],
                    ["funding-modes"] = [.. programme.FundingModes.Where(one => modes.Contains(one.Key)).Select(one => new Choice(one.Key, one.Label))],
                },
                AlsoRequired = call.Plan.Attachments.ToHashSet(),
            };
        }
        return new FormContext
        {
            Today = shared.Today, Codes = codes, Options = shared.Options, AlsoRequired = shared.AlsoRequired,
            People = [.. _staff[organisation].Select(person => new Choice(register.PersonOf(person.Number).Id.ToString(), Text.Same(person.Name)))],
            Files = files.GroupBy(file => file.Slot).ToDictionary(slot => slot.Key, slot => (IReadOnlyList<FileShown>)[.. slot.Select(file => file.Show())]),
        };
    }

    static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    static string Number(decimal number) => number.ToString("0.####", CultureInfo.InvariantCulture);

    /// <summary>GB/T 4754 counts divisions 大类 by the first two digits of a class.</summary>
    static string Division(string code) => code.Length > 2 ? code[..2] : code;

    /// <summary>Amounts are typed in 万元.</summary>
    static string Wan(long fen) => Money.InWan(fen).ToString("0.0#####", CultureInfo.InvariantCulture);
}
