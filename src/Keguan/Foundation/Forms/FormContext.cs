using Keguan.Foundation.Codes;
using Keguan.Foundation.Ui;

namespace Keguan.Foundation.Forms;

/// <summary>What a form needs to know of its surroundings: today, the options that come from elsewhere, the people, the files already there.</summary>
public sealed class FormContext
{
    public required DateOnly Today { get; init; }
    public required CodeTables Codes { get; init; }

    /// <summary>Options for `from: categories` and the like.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<Choice>> Options { get; init; } = new Dictionary<string, IReadOnlyList<Choice>>();

    /// <summary>People to choose from for a person field: id and name.</summary>
    public IReadOnlyList<Choice> People { get; init; } = [];

    /// <summary>Files by slot (= key of the attachment field).</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<FileShown>> Files { get; init; } = new Dictionary<string, IReadOnlyList<FileShown>>();

    /// <summary>Answers the host functions that expressions of this form may call.</summary>
    public Expressions.IValueSource? Facts { get; init; }

    /// <summary>Attachment fields that are required here although the form leaves them open (a call may ask for more).</summary>
    public IReadOnlySet<string> AlsoRequired { get; init; } = new HashSet<string>();

    public IReadOnlyList<Choice> ChoicesOf(FormField field) => field.Type == FieldType.Person ? People
        : field.From.Length > 0 ? Options.GetValueOrDefault(field.From, [])
        : [.. field.Options.Select(option => new Choice(option.Key, option.Label))];

    public IReadOnlyList<FileShown> FilesOf(string slot) => Files.GetValueOrDefault(slot, []);

    public bool IsRequired(FormField field) => field.Required || AlsoRequired.Contains(field.Key);
}
