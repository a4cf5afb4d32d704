# Shares of a collapsed profile by layer: the kernel, or else the library whose code was on top.
function layer(frame) {
    if (frame ~ /^io[.\/]fansync[.\/]benchmarks/) return "the peer's own"
    if (frame ~ /^io[.\/]fansync[.\/]bulk/) return "fansync bulk"
    if (frame ~ /^(io[.\/]fansync|tools[.\/]jackson)/) return "fansync core, with Jackson"
    if (frame ~ /^reactor[.\/]netty/) return "Reactor Netty"
    if (frame ~ /^reactor/) return "Reactor core"
    if (frame ~ /^io[.\/]netty/) return "Netty"
    return ""
}
{
    samples = $NF
    sub(/ [0-9]+$/, "")
    depth = split($0, frame, ";")
    of = frame[depth] ~ /_\[k\]$/ ? "kernel" : ""
    for (i = depth; i > 0 && of == ""; i--) of = layer(frame[i])
    share[of == "" ? "JVM: compiler, collector" : of] += samples
    total += samples
}
END { for (of in share) printf "%5.1f %% %s\n", 100 * share[of] / total, of }
