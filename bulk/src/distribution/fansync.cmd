@echo off
rem Starts fansync with the Java of JAVA_HOME, or else the one on the PATH. FANSYNC_JAVA_OPTS holds options for Java itself.
setlocal
set "java=java"
if defined JAVA_HOME set "java=%JAVA_HOME%\bin\java"
"%java%" -XX:TieredStopAtLevel=1 -XX:+UseSerialGC %FANSYNC_JAVA_OPTS% -jar "%~dp0..\lib\fansync.jar" %*
