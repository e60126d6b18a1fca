<?php
/**
 * Plugin Name: Tocsin
 * Description: Shows your organisation's current notice on every page: rendered on the server, honest about its age, and still there when the status page is not.
 * Version: 0.1.0
 * Requires at least: 6.1
 * Requires PHP: 8.0
 * License: Apache-2.0
 * Text Domain: tocsin
 * Domain Path: /languages
 *
 * @package Tocsin
 */

declare( strict_types=1 );

defined( 'ABSPATH' ) || exit;

const TOCSIN_VERSION = '0.1.0';

require_once __DIR__ . '/includes/class-tocsin-settings.php';
require_once __DIR__ . '/includes/class-tocsin-signature.php';
require_once __DIR__ . '/includes/class-tocsin-notice.php';
require_once __DIR__ . '/includes/class-tocsin-source.php';
require_once __DIR__ . '/includes/class-tocsin-banner.php';
require_once __DIR__ . '/includes/class-tocsin-settings-page.php';
require_once __DIR__ . '/includes/class-tocsin-rest.php';

add_action(
	'init',
	static function (): void {
		load_plugin_textdomain( 'tocsin', false, dirname( plugin_basename( __FILE__ ) ) . '/languages' );
	}
);

Tocsin_Banner::register( plugins_url( 'assets/', __FILE__ ) );
Tocsin_Settings_Page::register( plugin_basename( __FILE__ ) );
Tocsin_Rest::register();
