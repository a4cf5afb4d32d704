# Starts fansync with the Java of JAVA_HOME, or else the one on the PATH. FANSYNC_JAVA_OPTS holds options for Java itself.
$java = if ($env:JAVA_HOME) { Join-Path $env:JAVA_HOME 'bin/java' } else { 'java' }
$options = @('-XX:TieredStopAtLevel=1', '-XX:+UseSerialGC')
if ($env:FANSYNC_JAVA_OPTS) { $options += -split $env:FANSYNC_JAVA_OPTS }
$options += '-jar', (Join-Path $PSScriptRoot '../lib/fansync.jar')
$console = [Console]::OutputEncoding
try {
    # Files and pipes are UTF-8 to fansync, on either side.
    $OutputEncoding = [Console]::OutputEncoding = New-Object System.Text.UTF8Encoding $false
    if ($MyInvocation.ExpectingInput) { $input | & $java @options @args } else { & $java @options @args }
} finally {
    [Console]::OutputEncoding = $console
}
exit $LASTEXITCODE
