<?php
// PHP's own client of the simulated services: php client.php <config wsdl url> <user> <password> <cti wsdl url>
[, $config, $user, $password, $cti] = $argv;

$options = ['login' => $user, 'password' => $password, 'trace' => true, 'cache_wsdl' => WSDL_CACHE_NONE];
$client = new SoapClient($config, $options);

function check(bool $holds, string $what, $seen = null): void
{
    if ($holds) return;
    fwrite(STDERR, "$what: " . var_export($seen, true) . "\n");
    exit(1);
}

$client->createDisposition(['disposition' => ['name' => 'From PHP', 'type' => 'FinalDisp']]);
$found = $client->getDispositions(['dispositionNamePattern' => 'From PHP']);
check($found->return->name === 'From PHP', 'the disposition', $found);
$client->removeDisposition(['dispositionName' => 'From PHP']);
$none = $client->getDispositions(['dispositionNamePattern' => 'From PHP']);
check(!isset($none->return), 'a list without items', $none);

try {
    $client->removeDisposition(['dispositionName' => 'From PHP']);
    check(false, 'a fault is missing');
} catch (SoapFault $fault) {
    check(property_exists($fault->detail, 'DispositionNotFoundFault'), 'the typed fault', $fault->detail);
}

$desk = new SoapClient($cti, ['trace' => true, 'cache_wsdl' => WSDL_CACHE_NONE]);
$status = $desk->getStatus([])->return;
check($status->loggedIn === true, 'the agent is logged in', $status);
$listener = $desk->addListener(['name' => 'php'])->return;
$desk->addCallback(['number' => '5551208111', 'duedate' => 1772000000000, 'comments' => 'a < b & c']);
$event = $desk->checkEvent(['listenerId' => $listener, 'timeout' => 2000])->return;
check(isset($event), 'an event arrives', $event);
$numbers = array_map(fn ($callback) => $callback->number, $desk->getCallbacks([])->return);
check(in_array('5551208111', $numbers), 'the callback', $numbers);
$desk->removeListener(['listenerId' => $listener]);
echo "all as described\n";
