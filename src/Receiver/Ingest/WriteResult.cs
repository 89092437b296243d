namespace PowerMeter.Receiver.Ingest;

/// <summary>What became of a batch.</summary>
/// <param name="Inserted">Rows that are new.</param>
/// <param name="Known">Samples that were there already.</param>
/// <param name="WithoutSensor">Samples of sensors that are no longer there; they are not kept.</param>
public readonly record struct WriteResult(int Inserted, int Known, int WithoutSensor)
{
    public static WriteResult operator +(WriteResult left, WriteResult right) => Add(left, right);

    public static WriteResult Add(WriteResult left, WriteResult right) =>
        new(left.Inserted + right.Inserted, left.Known + right.Known, left.WithoutSensor + right.WithoutSensor);
}
