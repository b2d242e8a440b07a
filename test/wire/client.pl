# SOAP::Lite as a client of the simulated services: perl client.pl <config wsdl url> <config url> <cti url>
# SOAP::Lite sends a non-empty SOAPAction, declares namespaces of its own and writes xsi types.
use strict;
use warnings;
use SOAP::Lite;

my ($config, $cti, $user, $password) = @ARGV;

sub SOAP::Transport::HTTP::Client::get_basic_credentials { return ($user, $password) }

sub client {
    my ($url, $namespace) = @_;
    return SOAP::Lite->proxy($url)->ns($namespace, 'svc')->on_fault(sub { return $_[1] });
}

sub check {
    my ($holds, $what, $seen) = @_;
    return if $holds;
    die "$what: " . (defined $seen ? $seen : 'nothing') . "\n";
}

sub text { my ($name, $value) = @_; return SOAP::Data->name($name => $value)->type('string') }

my $admin = client($config, 'http://service.admin.ws.five9.com/');
my $skills = $admin->call('getSkills', text('skillNamePattern', '.*'));
check(!$skills->fault, 'getSkills', $skills->faultstring);
my @names = $skills->valueof('//return/name');
check(scalar(@names) > 0, 'skills');
my $prompts = $admin->call('getPrompts');
check(!$prompts->fault, 'getPrompts', $prompts->faultstring);
my $missing = $admin->call('removeDisposition', text('dispositionName', 'no such'));
check($missing->fault && defined $missing->faultdetail->{DispositionNotFoundFault}, 'the typed fault', $missing->faultstring);

my $desk = client($cti, 'urn:core_v2.agent.api.five9.com');
my $status = $desk->call('getStatus');
check(!$status->fault && $status->valueof('//return/loggedIn') eq 'true', 'the status', $status->faultstring);
my $listener = $desk->call('addListener', text('name', 'perl'))->valueof('//return');
check(defined $listener, 'a listener');
my $gone = $desk->call('removeListener', text('listenerId', $listener));
check(!$gone->fault, 'removeListener', $gone->faultstring);
print "all as described\n";
