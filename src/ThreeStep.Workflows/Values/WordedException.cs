namespace ThreeStep.Workflows.Values;

/// <summary>
/// Something is not as it must be, and why is told to people: in English as the exception's message, in another language by its words.
/// </summary>
public abstract class WordedException(Message words, Exception? inner = null) : Exception(words.ToString(), inner)
{
    /// <summary>The reason, to be said in the reader's language.</summary>
    public Message Words { get; } = words;

    /// <summary>The words of an exception or of what caused it; null where none of them was meant for people.</summary>
    public static Message? Of(Exception? error)
    {
        for (; error is not null; error = error.InnerException)
            if (error is WordedException { Words: var words }) return words;
        return null;
    }
}
