namespace CleanFte.Fitting;

/// <summary>Finds the weights of least loss (Liu and Nocedal's L-BFGS); the same each time.</summary>
public static class LeastLoss
{
    private const int Steps = 40;
    private const int Remembered = 8;
    private const int MostTries = 8;
    private const double FirstStep = 5;
    private const double Shrink = 0.4;
    private const double Descent = 1e-4;
    private const double Settled = 2e-5;

    /// <param name="size">How many weights there are.</param>
    /// <param name="lossOf">The loss of given weights; fills in how it slopes in each of them.</param>
    public static double[] Find(int size, Func<double[], double[], double> lossOf)
    {
        var (weights, slopes) = (new double[size], new double[size]);
        var loss = lossOf(weights, slopes);
        List<(double[] Step, double[] Bend, double Product)> recent = [];
        for (var step = 0; step < Steps; step++)
        {
            var direction = Direction(slopes, recent);
            var descent = Dot(direction, slopes);
            var length = recent.Count == 0 ? FirstStep / Math.Sqrt(Dot(slopes, slopes)) : 1;
            var (next, nextSlopes) = (new double[weights.Length], new double[weights.Length]);
            var nextLoss = double.PositiveInfinity;
            for (var tries = 0; tries < MostTries && nextLoss > loss - (Descent * length * descent); tries++)
            {
                length *= tries == 0 ? 1 : Shrink;
                for (var i = 0; i < next.Length; i++)
                {
                    next[i] = weights[i] - (length * direction[i]);
                }

                nextLoss = lossOf(next, nextSlopes);
            }

            Remember(recent, Difference(next, weights), Difference(nextSlopes, slopes));
            var settled = Math.Abs(loss - nextLoss) < Settled * loss;
            (weights, slopes, loss) = (next, nextSlopes, nextLoss);
            if (settled)
            {
                break;
            }
        }

        return weights;
    }

    /// <summary>The slopes, bent by what the recent steps tell of the curvature.</summary>
    private static double[] Direction(double[] slopes, List<(double[] Step, double[] Bend, double Product)> recent)
    {
        var direction = (double[])slopes.Clone();
        var shares = new double[recent.Count];
        for (var i = recent.Count - 1; i >= 0; i--)
        {
            shares[i] = Dot(recent[i].Step, direction) / recent[i].Product;
            AddTo(direction, recent[i].Bend, -shares[i]);
        }

        if (recent is [.., var last])
        {
            AddTo(direction, direction, (last.Product / Dot(last.Bend, last.Bend)) - 1);
        }

        for (var i = 0; i < recent.Count; i++)
        {
            AddTo(direction, recent[i].Step, shares[i] - (Dot(recent[i].Bend, direction) / recent[i].Product));
        }

        return direction;
    }

    private static void Remember(
        List<(double[] Step, double[] Bend, double Product)> recent, double[] step, double[] bend)
    {
        if (Dot(step, bend) is > 0 and var product)
        {
            recent.Add((step, bend, product));
            recent.RemoveRange(0, Math.Max(0, recent.Count - Remembered));
        }
    }

    public static double Dot(double[] one, double[] other)
    {
        var sum = 0.0;
        for (var i = 0; i < one.Length; i++)
        {
            sum += one[i] * other[i];
        }

        return sum;
    }

    private static double[] Difference(double[] one, double[] other) => [.. one.Zip(other, (a, b) => a - b)];

    private static void AddTo(double[] sum, double[] added, double times)
    {
        for (var i = 0; i < sum.Length; i++)
        {
            sum[i] += times * added[i];
        }
    }
}
