namespace DealInsights.WebApi.Diagnostics;

/// <summary>
/// Numbers for the few names that there are, so that counting needs no dictionary. What comes after the last free number
/// counts as "other": the memory has a bound whatever is counted. Not safe for concurrent use.
/// </summary>
internal sealed class NameTable(int capacity)
{
    private readonly string[] _names = new string[capacity];
    private int _count;

    public int Capacity => capacity;

    public int IndexOf(string name)
    {
        for (var index = 0; index < _count; index++)
        {
            // The same object nearly always: names are constants.
            if (ReferenceEquals(_names[index], name) || _names[index] == name)
            {
                return index;
            }
        }

        if (_count == capacity)
        {
            return capacity - 1;
        }

        _names[_count] = _count == capacity - 1 ? "other" : name;
        return _count++;
    }

    public string NameOf(int index) => _names[index];
}
