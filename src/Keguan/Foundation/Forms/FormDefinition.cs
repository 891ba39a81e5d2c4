using Keguan.Foundation.Definitions;

namespace Keguan.Foundation.Forms;

/// <summary>What kind of thing a field holds; it decides control, validation, storage, print and Excel column.</summary>
public enum FieldType
{
    Text, LongText, Number, Integer, Money, Date, Year, Choice, Choices, Boolean,

    /// <summary>A code of a table in definitions/codes, named in `codes`.</summary>
    Code,
    Area, Uscc, ResidentId, Phone, Email,

    /// <summary>Somebody of the applying organisation's people.</summary>
    Person,

    /// <summary>A list of records with the columns given; totals where a column says `sum`.</summary>
    Rows,

    /// <summary>Files in a slot named as the field.</summary>
    Attachment,

    /// <summary>Shown, never typed: `computed` says how.</summary>
    Computed,
}

/// <summary>A form (申报书, 任务书, 中期报告 …): one definition renders the page, validates, prints, builds the Excel template and reads it back.</summary>
public sealed record FormDefinition
{
    public required string Key { get; init; }
    public required Text Label { get; init; }
    public required IReadOnlyList<FormSection> Sections { get; init; }

    public FormSection? Section(string key) => Sections.FirstOrDefault(section => section.Key == key);
}

public sealed record FormSection
{
    public required string Key { get; init; }
    public required Text Label { get; init; }
    public Text Hint { get; init; }

    /// <summary>Heading in the task list over this and the following sections: 一、申报内容.</summary>
    public Text Group { get; init; }
    public string ShownIf { get; init; } = "";
    public required IReadOnlyList<FormField> Fields { get; init; }
}

public sealed record FormField
{
    public required string Key { get; init; }
    public required Text Label { get; init; }
    public Text Hint { get; init; }
    public required FieldType Type { get; init; }
    public bool Required { get; init; }

    /// <summary>Least and most: characters of a text, value of a number (万元 for money), rows of a list, files of a slot.</summary>
    public decimal? Min { get; init; }
    public decimal? Max { get; init; }

    /// <summary>Digits behind the point of a number.</summary>
    public int Decimals { get; init; }
    public Text Unit { get; init; }
    public IReadOnlyList<FormOption> Options { get; init; } = [];

    /// <summary>Options or rows come from elsewhere: `categories`, `funding-modes` of the call.</summary>
    public string From { get; init; } = "";

    /// <summary>Code table: areas, industries, disciplines; `Level` the coarsest that may be chosen.</summary>
    public string Codes { get; init; } = "";
    public int Level { get; init; }

    /// <summary>Columns of a rows field.</summary>
    public IReadOnlyList<FormField> Columns { get; init; } = [];

    /// <summary>Rows that are always there, by the value of the first column (预算科目).</summary>
    public IReadOnlyList<FormOption> FixedRows { get; init; } = [];

    /// <summary>A column whose total stands in the foot.</summary>
    public bool Sum { get; init; }
    public string Computed { get; init; } = "";
    public string ShownIf { get; init; } = "";

    /// <summary>Kinds of file: pdf, docx, xlsx, jpg, png, ofd.</summary>
    public IReadOnlyList<string> Accept { get; init; } = [];
    public int MaxMb { get; init; } = 20;

    /// <summary>Personal data: shown masked to everybody who doesn't need it in clear.</summary>
    public bool Personal { get; init; }

    /// <summary>Not shown to reviewers of a blind review.</summary>
    public bool Identifying { get; init; }
}

public sealed record FormOption
{
    public required string Key { get; init; }
    public required Text Label { get; init; }
}

/// <summary>An automatic check: the applicant's pre-check and the bureau's formal check run the very same ones.</summary>
public sealed record CheckDefinition
{
    public required string Key { get; init; }
    public required Text Label { get; init; }

    /// <summary>True = holds. docs/specs/expressions.md.</summary>
    public required string Holds { get; init; }

    /// <summary>Runs only where this is true.</summary>
    public string When { get; init; } = "";

    /// <summary>What to say when it does not hold; may use {0} for the value of `Value`.</summary>
    public Text Message { get; init; }

    /// <summary>Expression whose value stands beside the result: “另参与 1 项”, “1.4 倍”.</summary>
    public string Value { get; init; } = "";
    public CheckSeverity Severity { get; init; } = CheckSeverity.Error;

    /// <summary>The clause it comes from, with document number, or 本地规定.</summary>
    public required string Basis { get; init; }
    public RuleStatus Status { get; init; } = RuleStatus.Local;

    /// <summary>Where to go to mend it: section, or section.field.</summary>
    public string Field { get; init; } = "";
}

/// <summary>Error: can't be submitted or passed. Warning: needs a human eye.</summary>
public enum CheckSeverity { Error, Warning }
