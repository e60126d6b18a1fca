<?php
/**
 * What the plugin kept goes with it.
 *
 * @package Tocsin
 */

declare( strict_types=1 );

defined( 'WP_UNINSTALL_PLUGIN' ) || exit;

delete_option( 'tocsin_settings' );
foreach ( array( 'fr', 'en' ) as $tocsin_language ) {
	delete_option( 'tocsin_notice_' . $tocsin_language );
	delete_transient( 'tocsin_wait_' . $tocsin_language );
}
